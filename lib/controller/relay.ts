import type { Relay } from '../messaging/view.ts';
import type { IceServer } from '../protocol/index.ts';

/** What ICE servers do for calls across networks: the scheme of their URLs says it (RFC 7064, RFC 7065). */
export function relayOf(iceServers: readonly IceServer[]): Relay {
  const urls = iceServers.flatMap((server) => server.urls);
  if (urls.some((url) => /^turns?:/i.test(url))) return 'turn';
  return urls.some((url) => /^stuns?:/i.test(url)) ? 'stun' : 'none';
}
