import { ConversationId, hashParts, toBase64url } from '../protocol/index.ts';
import * as v from 'valibot';

/** What identifies a conversation on its site. */
export interface ConversationKey {
  /** `global`: the parts alone identify it (a federated id); `origin`: only together with the page's origin. */
  readonly scope: 'origin' | 'global';
  readonly kind: 'room' | 'direct';
  /** Canonical by the site's own rule. For a direct chat: the two people come last, in any order. */
  readonly parts: readonly string[];
}

/** Loopback names and both schemes of one host are one origin; the port is part of it. */
export function canonicalOrigin(url: URL): string {
  const loopback = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = loopback ? 'localhost' : url.hostname;
  return port === '443' || port === '80' ? host : `${host}:${port}`;
}

/**
 * The id under which the server knows a conversation: `c1.` and a SHA-256 over the adapter, the kind, the origin
 * (unless global) and the parts, each length-prefixed. Both ends of a direct chat get the same one.
 */
export async function conversationIdOf(
  adapter: string,
  key: ConversationKey,
  url: URL,
): Promise<ConversationId> {
  const origin = key.scope === 'global' ? '' : canonicalOrigin(url);
  const shared = key.kind === 'direct' ? key.parts.slice(0, -2) : key.parts;
  const people = key.kind === 'direct' ? key.parts.slice(-2).toSorted() : [];
  const hash = await hashParts('earshot-conversation-v1', [
    adapter,
    key.scope,
    key.kind,
    origin,
    ...shared,
    ...people,
  ]);
  return v.parse(ConversationId, `c1.${toBase64url(hash)}`);
}
