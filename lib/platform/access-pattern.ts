/**
 * What the browser is asked for so that Earshot may be on a page: a match pattern for all pages of that host. Null: no page
 * that one can be asked for. Without the port, which Firefox's patterns do not have.
 */
export function accessPattern(url: URL): string | null {
  return /^https?:$/.test(url.protocol) && url.hostname !== '' ? `${url.protocol}//${url.hostname}/*` : null;
}

/** What a pattern is called where sites are listed: its host, and the scheme where that is not the usual one. */
export function siteName(pattern: string): string {
  const [, scheme, host] = /^([^:]+):\/\/([^/]*)\//.exec(pattern) ?? [];
  if (host === undefined) return pattern;
  return scheme === 'https' ? host : `${scheme}://${host}`;
}
