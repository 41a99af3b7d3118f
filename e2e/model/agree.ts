import type { OutcomeCode } from '../../lib/call/outcome.ts';

/** What one of the two reads; `null`: nothing is said. `undefined`: that call was never seen there. */
export type Read = OutcomeCode | null | undefined;

/**
 * What two people may read of one call, so that neither believes anything else happened. `null`: nothing is said (the one
 * who refused knows it; a ring that a call of one's own ended).
 */
const AGREED: Partial<Record<OutcomeCode, readonly (OutcomeCode | null)[]>> = {
  refused: [null],
  busy: [null, 'missed'],
  'no-answer': [null, 'missed', 'call-over', 'microphone-timeout'],
  cancelled: [
    null,
    'missed',
    'call-over',
    'peer-changed-mind',
    'refused',
    'server-down',
    'no-answer',
    // both gave up at the same moment: one the call, the other its answer
    'cancelled',
    // the word of it was lost with a background that died; the next one only knows that it is over
    'connection-failed',
  ],
  'server-down': [null, 'missed', 'call-over', 'no-answer', 'peer-failed'],
  // who rang is not found by a server that was restarted under the ring
  'nobody-here': [null, 'missed'],
  'server-lost': [null, 'missed', 'call-over', 'no-answer', 'server-lost'],
  'microphone-failed': [
    null,
    'missed',
    'call-over',
    'peer-microphone-failed',
    'connection-failed',
    'caller-microphone',
  ],
  'microphone-blocked': [null, 'peer-microphone-blocked', 'no-answer'],
  'microphone-in-use': [null, 'peer-microphone-in-use', 'no-answer'],
  'microphone-timeout': [null, 'no-answer'],
  'media-lost': [null, 'missed', 'call-over', 'peer-failed', 'connection-failed', 'ended', 'media-lost'],
  failed: [null, 'missed', 'call-over', 'peer-failed', 'connection-failed', 'ended', 'failed'],
  'connection-failed': ['connection-failed', 'ended'],
  'connection-lost': [
    'connection-lost',
    'ended',
    'peer-gone',
    // this side's own trouble on its way back in
    'microphone-blocked',
    'microphone-in-use',
    'failed',
    'media-lost',
  ],
  'peer-gone': ['peer-gone', 'ended'],
  ended: ['ended', 'peer-changed-mind', 'server-down', 'no-answer'],
  missed: [null],
};

/** Trouble of this side alone. */
const OWN_TROUBLE = /^(server-|microphone-|media-lost|failed)/;

/** Nobody joined: what the other side reads of a call that trouble here kept from beginning. */
const NO_CALL: ReadonlySet<Read> = new Set(['no-answer', 'cancelled', 'missed', null]);

/** What somebody reads at whom the call only rang. */
const ONLY_RUNG: ReadonlySet<Read> = new Set([undefined, null, 'missed', 'answered-elsewhere']);

/** Nobody had to do with it but two, and those whose answer came too late, or who gave it up before they heard so. */
export function allAgree(reads: readonly Read[]): boolean {
  const answered = reads.filter((read) => !ONLY_RUNG.has(read));
  const gaveUp = (read: Read) =>
    read === 'cancelled' || read === 'call-over' || OWN_TROUBLE.test(String(read));
  const inIt = answered.length > 2 ? answered.filter((read) => !gaveUp(read)) : answered;
  const [one, other] = inIt;
  if (inIt.length === 2) return agree(one, other);
  const rest = reads.filter((read) => read !== one);
  return inIt.length === 0 || (inIt.length === 1 && rest.some((each) => agree(one, each)));
}

function agree(one: Read, other: Read): boolean {
  if (one === undefined || other === undefined) return true;
  // two troubles at once: each is told its own, and both that there was no call
  const [mine, theirs] = [OWN_TROUBLE.test(String(one)), OWN_TROUBLE.test(String(other))];
  if (mine ? theirs || NO_CALL.has(other) : theirs && NO_CALL.has(one)) return true;
  return allows(one, other) || allows(other, one);
}

function allows(one: OutcomeCode | null, other: OutcomeCode | null): boolean {
  return one !== null && (AGREED[one]?.includes(other) ?? false);
}
