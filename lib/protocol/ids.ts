import * as v from 'valibot';
import { hashParts, toBase64url } from './bytes.ts';

/** 128 bits as base64url: 22 characters. */
const id128 = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));

/** A call, minted by the caller; unguessable, never used twice. */
export const CallId = v.pipe(id128, v.brand('CallId'));
export type CallId = v.InferOutput<typeof CallId>;

/** One command of a client; a repeat carries the same id and gets the same ack. */
export const CommandId = v.pipe(id128, v.brand('CommandId'));
export type CommandId = v.InferOutput<typeof CommandId>;

/** One life of a media host. */
export const Incarnation = v.pipe(id128, v.brand('Incarnation'));
export type Incarnation = v.InferOutput<typeof Incarnation>;

/** An installation present in a conversation: see {@link participantIdOf}. */
export const ParticipantId = v.pipe(id128, v.brand('ParticipantId'));
export type ParticipantId = v.InferOutput<typeof ParticipantId>;

/** A conversation as the server knows it: `c1.` and a SHA-256 (docs/architecture.md, "Conversation ids"). */
export const ConversationId = v.pipe(v.string(), v.regex(/^c1\.[\w-]{43}$/), v.brand('ConversationId'));
export type ConversationId = v.InferOutput<typeof ConversationId>;

/** The raw, uncompressed P-256 point of an installation's signing key (65 bytes) as base64url. */
export const PublicKey = v.pipe(v.string(), v.regex(/^B[\w-]{86}$/), v.brand('PublicKey'));
export type PublicKey = v.InferOutput<typeof PublicKey>;

/** Sixteen random bytes as base64url, for any of the 128-bit ids. */
export function randomId(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * The participant an installation is in a conversation: the first 128 bits of a hash over both, so it is
 * the same after any restart and tells two conversations nothing of each other.
 */
export async function participantIdOf(key: PublicKey, conversation: ConversationId): Promise<ParticipantId> {
  const hash = await hashParts('earshot-participant-v1', [key, conversation]);
  return v.parse(ParticipantId, toBase64url(hash.subarray(0, 16)));
}
