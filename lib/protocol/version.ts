/**
 * The version of the wire protocol this build speaks, and the oldest it still understands.
 * Two ends work together when each one's `protocol` is at least the other's `minProtocol`:
 * so a server and a client one version apart always do (docs/protocol.md, "Versions").
 */
export const PROTOCOL = 1;
export const MIN_PROTOCOL = 1;

export interface Versions {
  readonly protocol: number;
  readonly minProtocol: number;
}

/** Who has to update before these two can talk; undefined when they already can. */
export function whoMustUpdate(client: Versions, server: Versions): 'client' | 'server' | undefined {
  if (client.protocol < server.minProtocol) return 'client';
  if (server.protocol < client.minProtocol) return 'server';
  return undefined;
}

/** What an end may be able to do beyond the protocol's base; unknown names are ignored. */
export const FEATURES = ['control-channel'] as const;
