import { expect, test } from 'vitest';
import { fullBucket, takeToken } from './token-bucket.ts';

test('a burst passes, and the next one is told how long to wait', () => {
  const bucket = fullBucket({ burst: 3, perSecond: 2 }, 0);
  expect([1, 2, 3].map(() => takeToken(bucket, 0))).toEqual([0, 0, 0]);
  expect(takeToken(bucket, 0)).toBe(500);
});

test('after the time it was told there is a token', () => {
  const bucket = fullBucket({ burst: 1, perSecond: 10 / 60 }, 0);
  takeToken(bucket, 0);
  const waitMs = takeToken(bucket, 1_000);
  expect(takeToken(bucket, 1_000 + waitMs - 1)).toBeGreaterThan(0);
  expect(takeToken(bucket, 1_000 + waitMs)).toBe(0);
});

test('a long silence fills it to the burst and no further', () => {
  const bucket = fullBucket({ burst: 2, perSecond: 1 }, 0);
  const taken = [1, 2, 3].map(() => takeToken(bucket, 3_600_000));
  expect(taken).toEqual([0, 0, 1_000]);
});

test('a clock that steps back neither fills nor breaks it', () => {
  const bucket = fullBucket({ burst: 1, perSecond: 1 }, 10_000);
  takeToken(bucket, 10_000);
  expect(takeToken(bucket, 0)).toBe(1_000);
});
