import * as v from 'valibot';

export const DEFAULT_SERVER_URL = 'http://localhost:4080';

/** An address as a person may write it, as the socket client dials it; undefined: not an address. */
export function normalServerUrl(written: string): string | undefined {
  const text = written.trim();
  // Chromium takes a host with a space in it, against the URL standard, and encodes it
  if (/\s/.test(text)) return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${schemeFor(text)}://${text}`);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** A call server on this machine has no certificate; any other is expected to. */
function schemeFor(host: string): 'http' | 'https' {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i.test(host) ? 'http' : 'https';
}

export const ServerUrl = v.pipe(
  v.string(),
  v.check((written) => normalServerUrl(written) !== undefined),
  v.transform((written) => normalServerUrl(written) ?? DEFAULT_SERVER_URL),
);
