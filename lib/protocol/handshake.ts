import * as v from 'valibot';
import { fromBase64url, lengthPrefixed, toBase64url } from './bytes.ts';
import { CallId, ConversationId, PublicKey } from './ids.ts';

const version = v.pipe(v.number(), v.integer(), v.minValue(0));
const features = v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(64)), []);

/** socket.io's `auth` of a connection. Unknown fields are ignored. */
export const Hello = v.object({
  protocol: version,
  minProtocol: version,
  features,
  publicKey: PublicKey,
  accessKey: v.optional(v.pipe(v.string(), v.maxLength(256))),
});
export type Hello = v.InferOutput<typeof Hello>;

/** `session:challenge`, the server's first event: sign the nonce. */
export const Challenge = v.object({
  protocol: version,
  minProtocol: version,
  features,
  nonce: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
});
export type Challenge = v.InferOutput<typeof Challenge>;

/** `session:prove`: ECDSA P-256 SHA-256 (IEEE P1363, 64 bytes) over {@link proofBytes}. */
export const Proof = v.object({ signature: v.pipe(v.string(), v.regex(/^[\w-]{86}$/)) });
export type Proof = v.InferOutput<typeof Proof>;

/** RTCIceServer as the server hands it out. */
export const IceServer = v.object({
  urls: v.pipe(v.array(v.pipe(v.string(), v.maxLength(512))), v.minLength(1), v.maxLength(16)),
  username: v.optional(v.pipe(v.string(), v.maxLength(512))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(512))),
});
export type IceServer = v.InferOutput<typeof IceServer>;

/** A page for people to open: `https://…` or `http://…`. */
export const InstallUrl = v.pipe(v.string(), v.maxLength(2_048), v.regex(/^https?:\/\/\S+$/i), v.url());

/** The ack of a good proof: what the server knows of this installation, for it to reconcile with. */
export const Welcome = v.object({
  ok: v.literal(true),
  iceServers: v.pipe(v.array(IceServer), v.maxLength(16)),
  /** Where people get Earshot, for an invitation. */
  installUrl: v.fallback(v.optional(InstallUrl), undefined),
  /** Conversations this installation is still present in from before a lost socket. */
  conversations: v.array(ConversationId),
  /**
   * Calls in which it has a ring, a claim or a place, or whose end it has not heard of yet (that follows). One that it
   * holds and that is not here the server does not know.
   */
  calls: v.array(CallId),
  /** The one of them in which it has a claim or a place: whoever knows nothing of it any more has to leave it. */
  engaged: v.optional(CallId),
});
export type Welcome = v.InferOutput<typeof Welcome>;

const ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' } as const;
export const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/**
 * What is signed: the server's nonce and the host that the client dialled, so that a server cannot pass
 * another one's challenge on to a client and take its place there.
 */
export function proofBytes(nonce: string, host: string): Uint8Array<ArrayBuffer> {
  return lengthPrefixed(['earshot-handshake-v1', nonce, host.toLowerCase()]);
}

export async function signProof(privateKey: CryptoKey, nonce: string, host: string): Promise<string> {
  return toBase64url(
    new Uint8Array(await crypto.subtle.sign(ALGORITHM, privateKey, proofBytes(nonce, host))),
  );
}

/** False for a wrong signature and for a public key that is not a point of the curve. */
export async function verifyProof(
  publicKey: PublicKey,
  signature: string,
  nonce: string,
  host: string,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64url(publicKey), KEY_ALGORITHM, false, [
      'verify',
    ]);
    return await crypto.subtle.verify(ALGORITHM, key, fromBase64url(signature), proofBytes(nonce, host));
  } catch {
    return false;
  }
}
