import type { Clock } from '../../lib/controller/ports.ts';

/** Time that only the test moves. Unix ms, from an arbitrary start. */
export interface VirtualTime extends Clock {
  /** The next time somebody waits for. */
  next(): number | undefined;
  /** Moves to a time, waking everybody due on the way, in order. `settle` runs after each. */
  moveTo(timeMs: number, settle: () => Promise<void>): Promise<void>;
}

/** Whoever wants to be woken at once each time it is woken would be woken for ever. */
const WAKES_AT_ONE_TIME = 1_000;

export function createVirtualTime(startMs = 1_000_000): VirtualTime {
  let nowMs = startMs;
  const waiting = new Set<{ readonly timeMs: number; readonly callback: () => void }>();
  const next = () => (waiting.size > 0 ? Math.min(...[...waiting].map((each) => each.timeMs)) : undefined);
  return {
    now: () => nowMs,
    at(timeMs, callback) {
      const entry = { timeMs, callback };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    next,
    async moveTo(timeMs, settle) {
      let wakes = 0;
      for (let due = next(); due !== undefined && due <= timeMs; due = next()) {
        wakes = due > nowMs ? 0 : wakes + 1;
        if (wakes > WAKES_AT_ONE_TIME) throw new Error('Somebody waits for a time that is past, without end');
        nowMs = Math.max(nowMs, due);
        for (const entry of [...waiting]) {
          if (entry.timeMs > nowMs || !waiting.delete(entry)) continue;
          entry.callback();
        }
        await settle();
      }
      nowMs = Math.max(nowMs, timeMs);
    },
  };
}
