import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Ear, EAR_RATE_HZ } from './ear.ts';
import { longestGapMs, steadySinceMs, ToneRecord } from './tone-record.ts';
import type { ToneWindow } from './tone-record.ts';
import { tone, VOICES } from './voice.ts';

/** A tenth of a second for each letter: `#` with the tone, `.` without. */
function windows(picture: string): ToneWindow[] {
  return Array.from(picture).flatMap((letter, tenth) =>
    Array.from({ length: 10 }, (_, index) => ({ atMs: tenth * 100 + index * 10, holds: letter === '#' })),
  );
}

test.each([
  ['####', 0],
  ['##..#.##', 200],
  ['#...', 300],
  ['', 0],
])('the longest gap in "%s" is %i ms', (picture, expected) => {
  expect(longestGapMs(windows(picture))).toBe(expected);
});

test.each([
  ['...######', 0, 300],
  // what came before does not count
  ['#########', 300, 300],
  ['######...', 0, undefined],
  // gone again: it is back only after that
  ['..##...######', 0, 700],
  // a hiccup
  ['..##.######', 0, 200],
  ['..####', 0, undefined],
  ['........', 0, undefined],
])('in "%s" sound since %i ms is steady since %s', (picture, fromMs, expected) => {
  expect(steadySinceMs(windows(picture), fromMs)).toBe(expected);
});

test('a tone with a hole is recorded with that hole, to 20 ms', async () => {
  const sound = new PassThrough();
  const ear = new Ear();
  ear.hear(sound);
  const record = new ToneRecord(ear, VOICES.low);
  const second = tone(VOICES.low, EAR_RATE_HZ);
  const holed = second.slice();
  holed.fill(0, EAR_RATE_HZ / 2, EAR_RATE_HZ / 2 + (EAR_RATE_HZ * 70) / 1000);
  for (const part of [second, holed, second]) sound.write(Buffer.from(part.buffer));
  sound.end();
  await new Promise((resolve) => {
    sound.once('end', resolve);
  });
  const recorded = record.between(0);
  expect(recorded).toHaveLength(300);
  expect(longestGapMs(recorded)).toBeGreaterThanOrEqual(50);
  expect(longestGapMs(recorded)).toBeLessThanOrEqual(90);
});

test("somebody else's tone is a gap", async () => {
  const sound = new PassThrough();
  const ear = new Ear();
  ear.hear(sound);
  const record = new ToneRecord(ear, VOICES.low);
  sound.end(Buffer.from(tone(VOICES.high, EAR_RATE_HZ).buffer));
  await new Promise((resolve) => {
    sound.once('end', resolve);
  });
  expect(longestGapMs(record.between(0))).toBe(1000);
});
