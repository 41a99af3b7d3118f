import type { IncomingMessage } from 'node:http';

/** Who opens a socket, by the Origin header that a browser sets and a page cannot change (RFC 6455 section 4.1). */
export type Opener = 'extension' | 'own-page' | 'no-browser' | 'foreign-page';

/**
 * Any web page can reach localhost, so only extensions may call, and only this server's own pages may chat in the
 * demo. A Firefox extension's origin is a random UUID in each profile, so extensions are told by their scheme alone.
 * A browser always sends the header; a program that leaves it out could as well lie in it.
 */
export function openerOf({ headers }: Pick<IncomingMessage, 'headers'>): Opener {
  const { origin, host } = headers;
  if (origin === undefined) return 'no-browser';
  if (/^(chrome|moz)-extension:\/\/[\w-]+$/.test(origin)) return 'extension';
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
    ? 'own-page'
    : 'foreign-page';
}
