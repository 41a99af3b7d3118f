import { describe, expect, test } from 'vitest';
import type { Finding } from './hearing.ts';
import { createRepairLadder } from './repair-ladder.ts';

const well: Finding = { trouble: null, nothingArrives: false, nothingReaches: false, nothingSent: false };
/** A sender that is stuck, seen from both sides. */
const deaf: Finding = { ...well, trouble: 'nothing-arrives', nothingArrives: true, nothingSent: true };
const mute: Finding = { ...well, trouble: 'nothing-reaches', nothingReaches: true, nothingSent: true };
/** What is sent does not arrive. */
const deafened: Finding = { ...deaf, nothingSent: false };
const lost: Finding = { ...mute, nothingSent: false };

/** What is done when, while the finding lasts: [second, step]. */
function steps(finding: Finding, offers: boolean, seconds: number) {
  const ladder = createRepairLadder();
  const done: [number, string][] = [];
  for (let second = 0; second <= seconds; second++) {
    const step = ladder.look(finding, offers, second * 1000);
    if (step) done.push([second, step]);
  }
  return done;
}

describe('sound that does not come through', () => {
  test('is mended by the side that sends it and makes the offers, from the cheapest to the dearest', () => {
    expect(steps(mute, true, 15)).toEqual([
      [0, 'microphone'],
      [5, 'ice'],
      [10, 'peer'],
    ]);
  });

  test('is mended by both sides together, each step by one of them', () => {
    expect(steps(deaf, true, 15)).toEqual([
      [5, 'ice'],
      [10, 'peer'],
    ]);
    expect(steps(mute, false, 15)).toEqual([[0, 'microphone']]);
  });

  test('is mended by the side that makes the offers alone, and at once, where it is sent', () => {
    const atOnce = [
      [0, 'ice'],
      [5, 'peer'],
      [35, 'ice'],
    ];
    expect(steps(lost, true, 35)).toEqual(atOnce);
    expect(steps(deafened, true, 35)).toEqual(atOnce);
    expect([steps(lost, false, 35), steps(deafened, false, 35)]).toEqual([[], []]);
  });

  test('is left to the other by a side that neither sends it nor makes the offers', () => {
    expect(steps(deaf, false, 120)).toEqual([]);
  });

  test('is tried again from the start half a minute after all was of no use', () => {
    expect(steps(mute, true, 50).slice(3)).toEqual([
      [40, 'microphone'],
      [45, 'ice'],
      [50, 'peer'],
    ]);
  });

  test('where all is well nothing is done', () => {
    expect(steps(well, true, 120)).toEqual([]);
  });

  test('that came back begins from the start when it goes again', () => {
    const ladder = createRepairLadder();
    expect(ladder.look(mute, true, 0)).toBe('microphone');
    expect(ladder.look(mute, true, 5_000)).toBe('ice');
    ladder.look(well, true, 6_000);
    expect(ladder.look(mute, true, 7_000)).toBe('microphone');
  });
});
