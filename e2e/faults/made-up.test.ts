import { expect, test } from 'vitest';
import { worstSecondMs } from './made-up.ts';

const readings = (...totals: number[]) => totals.map((totalMs, index) => ({ atMs: index * 250, totalMs }));

test.each([
  [[5, 5, 5], 0],
  [[0, 100, 100, 160], 160],
  // what lies further apart than a second does not add up
  [[0, 100, 100, 100, 100, 100, 100, 170], 100],
  // a new connection
  [[900, 900, 10, 30], 20],
  [[5], undefined],
])('of the readings %j the worst second is %s ms', (totals, expected) => {
  expect(worstSecondMs(readings(...totals))).toBe(expected);
});
