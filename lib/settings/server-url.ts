import * as v from 'valibot';

/** Where a call server is while somebody tries Earshot, on their own machine. */
export const DEFAULT_SERVER_URL = 'http://localhost:4080';

const LOOPBACK = String.raw`(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])`;

/** An address as a person may write it, as the socket client dials it; undefined: not an address. */
export function normalServerUrl(written: string): string | undefined {
  const text = written.trim();
  // Chromium takes a host with a space in it, against the URL standard, and encodes it
  if (/\s/.test(text)) return undefined;
  const given = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const url = URL.parse(given ? text.replace(/^ws/i, 'http') : `${schemeFor(text)}://${text}`);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** A call server on this machine has no certificate; any other is expected to. */
function schemeFor(host: string): 'http' | 'https' {
  return new RegExp(`^${LOOPBACK}(:|/|$)`, 'i').test(host) ? 'http' : 'https';
}

/** Nothing that is said to it leaves the machine. */
export function isOnThisMachine(url: string): boolean {
  return new RegExp(`^${LOOPBACK}$`).test(new URL(url).hostname);
}

export function isEncrypted(url: string): boolean {
  return new URL(url).protocol === 'https:';
}

export const ServerUrl = v.pipe(
  v.string(),
  v.check((written) => normalServerUrl(written) !== undefined),
  v.transform((written) => normalServerUrl(written) ?? DEFAULT_SERVER_URL),
);
