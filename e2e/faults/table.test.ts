import { expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import type { Result } from './results.ts';
import { reliabilityTables } from './table.ts';

const FINDING: Finding = {
  undisturbedMs: 20,
  madeUpMs: 0,
  gaps: [
    { adaMs: 40, bobMs: 4700 },
    { adaMs: 30, bobMs: 30 },
  ],
  backMs: [200, 1400, 150],
  recovered: 'by itself',
  saw: { ada: ['In call', '', 'Reconnecting…'], bob: ['In call'] },
  misses: [],
};
const RESULT: Result = {
  browsers: ['chromium', 'firefox'],
  place: 0,
  fault: 'the cable is pulled',
  promise: 'it comes back',
  finding: FINDING,
};

test('a line tells the worst gaps, how soon sound was back, what was read and what is promised', () => {
  const [, , , , line] = reliabilityTables([RESULT]).split('\n');
  expect(line).toBe(
    '| the cable is pulled | Ada: 40 ms; Bob: 4.7 s | 20 ms | 200 ms, worst of 3 1.4 s | by itself ' +
      '| Ada: "In call", "Reconnecting…"; Bob: "In call" | it comes back |',
  );
});

test('what was not as promised stands out', () => {
  const finding = {
    ...FINDING,
    backMs: [],
    recovered: 'no',
    misses: ['Sound was not back within 30 s'],
  } as const;
  expect(reliabilityTables([{ ...RESULT, finding }])).toContain(
    '| - | no; **not as promised: Sound was not back within 30 s** |',
  );
});

test('each pairing has a table of its own, in the order of the rows', () => {
  const moon: Result = { ...RESULT, place: 1, fault: 'the moon falls' };
  const text = reliabilityTables(
    [moon, RESULT].flatMap((each) => [{ ...each, browsers: ['firefox', 'firefox'] }, each]),
  );
  expect(text.match(/^### .*$/gm)).toEqual([
    '### Ada has Chromium, Bob has Firefox',
    '### Ada has Firefox, Bob has Firefox',
  ]);
  expect(text.match(/the (moon|cable)/g)).toEqual(['the cable', 'the moon', 'the cable', 'the moon']);
});
