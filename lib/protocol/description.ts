import * as v from 'valibot';
import { CallId, Incarnation, ParticipantId } from './ids.ts';
import { LIMITS } from './limits.ts';

/** RTCIceCandidateInit (W3C WebRTC 4.8.2); an empty `candidate` is the end-of-candidates mark (RFC 8838). */
export const Candidate = v.object({
  candidate: v.pipe(v.string(), v.maxLength(LIMITS.candidateCharacters)),
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(64))),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
});
export type Candidate = v.InferOutput<typeof Candidate>;

export const Candidates = v.pipe(v.array(Candidate), v.maxLength(LIMITS.candidatesPerMessage));

/** Which lives of both media hosts a message is between; anything else is stale and dropped. */
export const Incarnations = v.object({ from: Incarnation, to: Incarnation });

/** What every peer-level message says of itself. */
export const PeerHeader = v.object({
  v: v.literal(1),
  callId: CallId,
  /** Claimed by the sender, checked and stamped by the server. */
  from: ParticipantId,
  to: ParticipantId,
  incarnations: Incarnations,
  /** Counts offers between this pair of incarnations, from 0. An answer and candidates carry their offer's. */
  negotiation: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
});
export type PeerHeader = v.InferOutput<typeof PeerHeader>;

/** The one envelope of every offer and answer. */
export const Description = v.object({
  ...PeerHeader.entries,
  type: v.picklist(['offer', 'answer']),
  sdp: v.pipe(v.string(), v.maxLength(LIMITS.sdpCharacters)),
  /** Those found so far; the rest follow in `peer:candidates`. */
  candidates: Candidates,
  /** An offer for a new connection in the place of the one there is, not for the next round of that one. */
  newPeer: v.optional(v.boolean()),
  /** Reserved: the installation's signature over the DTLS fingerprint, once promise 8 is kept. Carried, not read. */
  sig: v.optional(v.pipe(v.string(), v.maxLength(512))),
});
export type Description = v.InferOutput<typeof Description>;

/** Candidates found after their description was sent, in batches. */
export const CandidateBatch = v.object({ ...PeerHeader.entries, candidates: Candidates });
export type CandidateBatch = v.InferOutput<typeof CandidateBatch>;
