import { expect, test } from 'vitest';
import { median, missesOfHearing, missesOfReturn, missesOfSilence } from './finding.ts';

const NOTHING_MADE_UP = { ms: 0, undisturbedMs: 0, known: true };

test('a gap may be 60 ms longer than undisturbed, in each direction', () => {
  expect(missesOfSilence([{ adaMs: 80, bobMs: 0 }], 20, NOTHING_MADE_UP)).toEqual([]);
  expect(missesOfSilence([{ adaMs: 90, bobMs: 80 }], 20, NOTHING_MADE_UP)).toEqual([
    'Ada did not hear Bob for 90 ms; 80 ms are allowed',
  ]);
  const gaps = [
    { adaMs: 0, bobMs: 0 },
    { adaMs: 0, bobMs: 1000 },
  ];
  expect(missesOfSilence(gaps, 0, NOTHING_MADE_UP)).toEqual([
    'Bob did not hear Ada for 1000 ms; 60 ms are allowed',
  ]);
});

test('what the browser made up counts as not heard', () => {
  const gaps = [{ adaMs: 0, bobMs: 0 }];
  expect(missesOfSilence(gaps, 0, { ms: 80, undisturbedMs: 20, known: true })).toEqual([]);
  expect(missesOfSilence(gaps, 0, { ms: 81, undisturbedMs: 20, known: true })).toEqual([
    'A browser made up 81 ms within a second; 80 ms are allowed',
  ]);
  const unread = { ms: undefined, undisturbedMs: undefined };
  expect(missesOfSilence(gaps, 0, { ...unread, known: false })).toEqual([]);
  expect(missesOfSilence(gaps, 0, { ...unread, known: true })).toEqual([
    'What a browser made up could not be read',
  ]);
});

test('the worst of several times counts', () => {
  expect(missesOfReturn([100, 3000], 3000)).toEqual([]);
  expect(missesOfReturn([100, 3001, 200], 3000)).toEqual([
    'Sound was back after 3001 ms; 3000 ms are allowed',
  ]);
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 3],
  [[7], 7],
])('the median of %j is %i', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('they go on hearing each other as long as no silence reaches what is allowed, in each direction', () => {
  expect(missesOfHearing({ adaMs: 1990, bobMs: 300 }, 2000)).toEqual([]);
  expect(missesOfHearing({ adaMs: 300, bobMs: 2000 }, 2000)).toEqual([
    'Bob did not hear Ada for 2000 ms; less than 2000 ms are allowed',
  ]);
});
