import type { EndReason, ErrorCode, ReleaseReason } from '../protocol/index.ts';
import type { LinkTrouble, MediaTroubleCode, OutcomeCode } from './outcome.ts';

/** How the caller reads the end of a call that nobody has joined yet. */
export function outcomeForCaller(reason: EndReason): OutcomeCode {
  switch (reason) {
    case 'refused':
    case 'busy':
    case 'no-answer':
    case 'cancelled':
    case 'connection-failed':
      return reason;
    case 'hung-up':
    case 'answered-elsewhere':
      return 'ended';
    case 'gone':
    case 'microphone-timeout':
      return 'no-answer';
    case 'caller-microphone':
      return 'microphone-failed';
    case 'microphone-blocked':
    case 'microphone-absent':
    case 'microphone-in-use':
    case 'microphone-failed':
      return `peer-${reason}`;
    case 'changed-mind':
      return 'peer-changed-mind';
    case 'failed':
      return 'peer-failed';
  }
}

/** How somebody who was being rung reads its end; undefined: not worth a word (they are in another call). */
export function outcomeForRung(reason: EndReason): OutcomeCode | undefined {
  if (reason === 'answered-elsewhere') return 'answered-elsewhere';
  if (reason === 'busy' || reason === 'refused') return undefined;
  return 'missed';
}

/**
 * How somebody who has just joined reads an end from before anything was heard: the caller may have cancelled, or given up
 * waiting, while the word of the joining was on its way.
 */
export function outcomeForJoined(reason: EndReason): OutcomeCode {
  return reason === 'cancelled' || reason === 'no-answer' ? 'missed' : outcomeForMember(reason);
}

/** How a member reads the end of the call it is in. */
export function outcomeForMember(reason: EndReason): OutcomeCode {
  if (reason === 'connection-failed') return 'connection-failed';
  if (reason === 'gone') return 'peer-gone';
  if (reason === 'caller-microphone') return reason;
  return 'ended';
}

/** How the person reads a command that the server refused, or that did not reach it. */
export function outcomeOfRefusal(code: ErrorCode | LinkTrouble): OutcomeCode {
  switch (code) {
    case 'nobody-reachable':
    case 'not-in-conversation':
      return 'nobody-here';
    case 'everybody-busy':
      return 'busy';
    case 'in-a-call':
    case 'rate-limited':
    case 'server-down':
    case 'server-too-old':
    case 'client-too-old':
    case 'access-denied':
    case 'replaced':
      return code;
    case 'call-over':
    case 'call-unknown':
    case 'not-invited':
    case 'call-id-used':
      return 'call-over';
    case 'already-claimed':
      return 'answered-elsewhere';
    case 'server-full':
      return 'server-down';
    case 'proof-missing':
    case 'proof-invalid':
    case 'malformed':
    case 'too-large':
    case 'unknown-event':
    case 'internal':
    case 'conversation-full':
    case 'too-many-conversations':
    case 'not-claimed':
    case 'not-a-member':
    case 'sender-forged':
    case 'stale':
      return 'failed';
  }
}

/** What the caller is told when this side's microphone kept it from joining. */
export function releaseReasonOf(trouble: MediaTroubleCode): ReleaseReason {
  switch (trouble) {
    case 'microphone-not-asked':
    case 'microphone-blocked-by-system':
      return 'microphone-blocked';
    case 'media-lost':
      return 'failed';
    case 'microphone-blocked':
    case 'microphone-absent':
    case 'microphone-in-use':
    case 'microphone-failed':
    case 'microphone-timeout':
      return trouble;
  }
}
