import { expect, test } from 'vitest';
import { shareOf } from './level-meter.tsx';

test.each([
  [0, 0],
  [10 ** (-50 / 20), 0],
  [10 ** (-25 / 20), 0.5],
  [1, 1],
  [2, 1],
])('a loudest sample of %f fills %f of the bar', (level, share) => {
  expect(shareOf(level)).toBeCloseTo(share);
});
