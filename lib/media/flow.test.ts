import { describe, expect, test } from 'vitest';
import { createFlow, type FlowChange } from './flow.ts';

/** Looks twice a second from the connection at 0 on, and tells at which times something changed. */
function watched(
  arrivedAt: (ms: number) => boolean,
  { untilMs = 10_000, sleep = { fromMs: Infinity, forMs: 0 }, begins = true } = {},
): [number, FlowChange][] {
  const flow = createFlow();
  const changes: [number, FlowChange][] = [];
  const start = 1_800_000_000_000;
  if (begins) flow.begin(start);
  for (let ms = 500; ms <= untilMs; ms += 500) {
    if (ms > sleep.fromMs && ms <= sleep.fromMs + sleep.forMs) continue;
    const change = flow.look(arrivedAt(ms), start + ms);
    if (change) changes.push([ms, change]);
  }
  return changes;
}

describe('the flow of sound', () => {
  test('is told when it begins, and no more while it lasts', () => {
    expect(watched((ms) => ms >= 1_000)).toEqual([[1_000, { flowing: true, forMs: 0 }]]);
  });

  test('is told to have stopped 2 s after the last packet, and to be back at the first', () => {
    expect(watched((ms) => ms <= 3_000 || ms >= 8_000)).toEqual([
      [500, { flowing: true, forMs: 0 }],
      [5_000, { flowing: false, forMs: 2_000 }],
      [8_000, { flowing: true, forMs: 0 }],
    ]);
  });

  test('is not told to have stopped by a packet that is late', () => {
    expect(watched((ms) => ms <= 3_000 || ms >= 4_500)).toEqual([[500, { flowing: true, forMs: 0 }]]);
  });

  test('is told to have stopped where nothing ever comes over a connection', () => {
    expect(watched(() => false)).toEqual([[2_000, { flowing: false, forMs: 2_000 }]]);
  });

  test('is not spoken of before the first connection', () => {
    expect(watched(() => true, { begins: false })).toEqual([]);
  });

  test('counts the sleep of a machine at the first look after it, whatever came before it fell asleep', () => {
    const sleep = { fromMs: 3_000, forMs: 180_000 };
    expect(watched(() => true, { sleep, untilMs: 190_000 })).toEqual([
      [500, { flowing: true, forMs: 0 }],
      [183_500, { flowing: false, forMs: 180_500 }],
      [184_000, { flowing: true, forMs: 0 }],
    ]);
  });

  test('is not kept waiting by a clock that is set back', () => {
    const flow = createFlow();
    flow.begin(10_000_000);
    flow.look(true, 10_000_500);
    flow.look(false, 1_000_000);
    flow.look(false, 1_001_500);
    expect(flow.look(false, 1_002_000)).toEqual({ flowing: false, forMs: 2_000 });
  });
});
