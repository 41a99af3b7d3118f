import { describe, expect, test } from 'vitest';
import { createSilence } from './silence.ts';

const SPOKEN = 0.2;
/** -85 dB: what a quiet room leaves of itself in 16 bit; a third of it behind noise suppression. */
const QUIET_ROOM = 2e-5;
const SUPPRESSED = 1.8e-7;
/** What fades after speech behind noise suppression: -400 dB. */
const FADED = 1e-20;

/** Looks once a second; what it says at the end. */
function after(...phases: [seconds: number, peak: number | null, muted?: boolean][]): boolean {
  const silence = createSilence();
  let [second, silent] = [0, false];
  for (const [seconds, peak, muted = false] of phases)
    for (let passed = 0; passed < seconds; passed++) silent = silence.look(peak, muted, ++second * 1000);
  return silent;
}

describe('a microphone is silent', () => {
  test.each([
    ['that has given nothing for 5 s since it was opened', after([6, 0]), true],
    ['that has given nothing for less', after([5, 0]), false],
    ['that has given nothing for 75 s after it was heard', after([1, SPOKEN], [76, 0]), true],
    ['that fades to nothing', after([1, SPOKEN], [76, FADED]), true],
  ])('%s', (_, silent, expected) => expect(silent).toBe(expected));
});

describe('a microphone is not silent', () => {
  test.each([
    ['in a quiet room', after([600, QUIET_ROOM])],
    ['in a quiet room with sound processing', after([600, SUPPRESSED])],
    ['whose noise gate opens for speech only, for a minute', after([3, SPOKEN], [60, 0])],
    ['that the person muted', after([600, 0, true])],
    ['just after the person unmuted it', after([600, 0, true], [2, 0])],
    ['to which nobody could listen', after([600, null])],
    ['that is heard again', after([6, 0], [1, SPOKEN])],
  ])('%s', (_, silent) => expect(silent).toBe(false));
});
