import { describe, expect, test } from 'vitest';
import { firstWaitMs, leftMs, paceMs, patienceMs } from './retry-policy.ts';

const LOWEST = () => 0;
const HIGHEST = () => 0.999_999;
const inCall = (random: () => number) => ({ inCall: true, random });
const atRest = (random: () => number) => ({ inCall: false, random });

/** The same numbers in every run (Park and Miller's generator). */
function reproducible(): () => number {
  let seed = 20_261_123;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed - 1) / 2_147_483_646;
  };
}

/** How many come in the busiest tenth of a second. */
function busiest(arrivalsMs: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const atMs of arrivalsMs) {
    const slot = Math.floor(atMs / 100);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

describe('after a lost connection', () => {
  test.each([
    ['in a call', inCall, 0, 500],
    ['else', atRest, 0, 3_000],
  ] as const)('the first attempt is spread: %s', (_, circumstances, from, to) => {
    expect(firstWaitMs(circumstances(LOWEST))).toBe(from);
    expect(firstWaitMs(circumstances(HIGHEST))).toBeCloseTo(to, 1);
  });

  test('thousands of clients of a restarted server come evenly', () => {
    const random = reproducible();
    const arrivals = Array.from({ length: 6_000 }, () => firstWaitMs(atRest(random)));
    // 200 in each of 30 tenths of a second, were it quite even
    expect(busiest(arrivals)).toBeLessThan(260);
  });

  test('and so do those who find it still down', () => {
    const random = reproducible();
    const arrivals = Array.from({ length: 6_000 }, () => {
      const startMs = firstWaitMs(atRest(random));
      return startMs + paceMs(1, atRest(random));
    });
    expect(busiest(arrivals)).toBeLessThan(260);
  });

  test('a server that said when it will be back is left alone until then, and not all come in that instant', () => {
    expect(firstWaitMs(atRest(LOWEST), 4_000)).toBe(4_000);
    expect(firstWaitMs(atRest(HIGHEST), 4_000)).toBeCloseTo(7_000, 1);
  });

  test('in a call it is tried within 2 s all the same', () => {
    expect(firstWaitMs(inCall(LOWEST), 30_000)).toBe(1_500);
    expect(firstWaitMs(inCall(HIGHEST), 30_000)).toBeLessThanOrEqual(2_000);
    expect(firstWaitMs(inCall(LOWEST), 200)).toBe(200);
  });

  test('no server sends anybody away for longer than a minute', () => {
    expect(firstWaitMs(atRest(LOWEST), 1e9)).toBe(60_000);
  });
});

describe('from the start of an attempt that failed to the next', () => {
  test('it is 100 to 300 ms at first and never more than 2 s in a call', () => {
    expect([paceMs(1, inCall(LOWEST)), Math.round(paceMs(1, inCall(HIGHEST)))]).toEqual([100, 300]);
    for (let failures = 1; failures < 2_000; failures++) {
      expect(paceMs(failures, inCall(HIGHEST))).toBeLessThanOrEqual(2_000);
    }
    expect(patienceMs(inCall(LOWEST))).toBe(2_000);
    expect([1, 2, 9].map((silences) => patienceMs({ ...inCall(LOWEST), silences }))).toEqual([
      2_000, 9_000, 9_000,
    ]);
  });

  test('in a silence no seventh of a kind is made before the first is let go, after 90 s', () => {
    const starts = [0];
    for (let silences = 0; silences < 40; silences++) {
      starts.push((starts.at(-1) ?? 0) + patienceMs({ ...inCall(LOWEST), silences }));
    }
    for (const kind of [0, 1]) {
      const ofKind = starts.filter((_, index) => index % 2 === kind);
      const hanging = ofKind.map((now) => ofKind.filter((each) => each <= now && now - each < 90_000).length);
      expect(Math.max(...hanging)).toBe(6);
    }
  });

  test('it is at most 5 s else', () => {
    expect(paceMs(1, atRest(HIGHEST))).toBeLessThanOrEqual(1_000);
    for (let failures = 1; failures < 2_000; failures++) {
      expect(paceMs(failures, atRest(HIGHEST))).toBeLessThanOrEqual(5_000);
    }
  });
});

test.each([
  ['runs', 1_400, 600],
  ['is over', 5_000, 0],
  ['is over after a sleep', 7_200_000, 0],
  ['is no longer than it was when the clock was set back', -7_200_000, 1_000],
])('a wait of 1 s since 1 s %s', (_, nowMs, left) => {
  expect(leftMs(1_000, 1_000, nowMs)).toBe(left);
});
