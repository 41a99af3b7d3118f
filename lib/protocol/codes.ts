import * as v from 'valibot';

/** Why the server refuses a connection or a command. A closed list: docs/protocol.md gives each its meaning. */
export const ERROR_CODES = [
  // the connection
  'client-too-old',
  'server-too-old',
  'access-denied',
  'server-full',
  'proof-missing',
  'proof-invalid',
  // any command
  'malformed',
  'too-large',
  'unknown-event',
  'rate-limited',
  'internal',
  // conversations
  'conversation-full',
  'too-many-conversations',
  'not-in-conversation',
  // calls
  'nobody-reachable',
  'everybody-busy',
  'in-a-call',
  'call-id-used',
  'call-over',
  'call-unknown',
  'already-claimed',
  'not-invited',
  'not-claimed',
  'not-a-member',
  'sender-forged',
  'stale',
] as const;
/** As sent; one that a newer server invented is read as `internal`. */
export const ErrorCode = v.picklist(ERROR_CODES);
export type ErrorCode = v.InferOutput<typeof ErrorCode>;

/** Why somebody who claimed a call could not join it. */
export const RELEASE_REASONS = [
  'microphone-blocked',
  'microphone-absent',
  'microphone-in-use',
  'microphone-failed',
  'microphone-timeout',
  'changed-mind',
  'failed',
] as const;
export const ReleaseReason = v.picklist(RELEASE_REASONS);
export type ReleaseReason = v.InferOutput<typeof ReleaseReason>;

/** Why a ring or a call is over. A closed list; a receiver reads an unknown one as `hung-up`. */
export const END_REASONS = [
  'hung-up',
  'cancelled',
  'refused',
  'busy',
  'no-answer',
  'answered-elsewhere',
  'gone',
  'connection-failed',
  'caller-microphone',
  ...RELEASE_REASONS,
] as const;
/** As sent: one of the list. */
export const EndReason = v.picklist(END_REASONS);
export type EndReason = v.InferOutput<typeof EndReason>;
/** As received: a reason that a newer end invented is still an end. */
export const ReceivedEndReason = v.fallback(EndReason, 'hung-up');
