import * as v from 'valibot';

/**
 * How a call, or the attempt at one, ended for the person here: each has one sentence (lib/i18n, key
 * `outcome_*`), which may name the other person.
 */
export const OUTCOMES = [
  // a call that was set up
  'ended',
  /** They never heard each other. */
  'connection-failed',
  /** They did, and for two minutes there was no way between them any more. */
  'connection-lost',
  'peer-gone',
  /** Not an end: the call goes on with another microphone, which is named. */
  'microphone-changed',
  'media-lost',
  // a call made here
  'cancelled',
  'refused',
  'busy',
  'no-answer',
  'nobody-here',
  'in-a-call',
  'peer-microphone-blocked',
  'peer-microphone-absent',
  'peer-microphone-in-use',
  'peer-microphone-failed',
  'peer-changed-mind',
  'peer-failed',
  // a call that rang here
  'missed',
  'answered-elsewhere',
  'refused-here',
  'call-over',
  'caller-microphone',
  // this side's own trouble
  'microphone-blocked',
  'microphone-blocked-by-system',
  'microphone-not-asked',
  'microphone-absent',
  'microphone-in-use',
  'microphone-failed',
  'microphone-timeout',
  'server-down',
  'server-lost',
  'server-too-old',
  'client-too-old',
  'access-denied',
  'rate-limited',
  'replaced',
  'failed',
] as const;
export const OutcomeCode = v.picklist(OUTCOMES);
export type OutcomeCode = v.InferOutput<typeof OutcomeCode>;

/** Why the microphone did not open, or the media host did not answer. */
export type MediaTroubleCode =
  Exclude<Extract<OutcomeCode, `microphone-${string}`>, 'microphone-changed'> | 'media-lost';

/** Why the microphone did not open. */
export type MicrophoneTroubleCode = Exclude<MediaTroubleCode, 'media-lost' | 'microphone-timeout'>;

/** Why the server could not be asked. */
export type LinkTrouble = Extract<
  OutcomeCode,
  'server-down' | 'server-too-old' | 'client-too-old' | 'access-denied' | 'replaced'
>;
