import type { Finding } from './hearing.ts';
import type { Repair } from './path-watch.ts';

/** A microphone opened anew, the next round of the connection, or a new connection. */
export type Step = 'microphone' | Repair;

/**
 * What is tried next against sound that does not come through on a connection that is there, from the cheapest to the
 * dearest; what is sent and does not arrive no microphone mends. Nobody does it twice: the side whose sound is lost opens its
 * microphone anew, the side that makes the offers does the rest, and both find the trouble at about the same time.
 */
export interface RepairLadder {
  /** To be called at every look. A step that is returned counts as begun. */
  look(finding: Finding, offers: boolean, nowMs: number): Step | null;
}

/** What each step gets to help. */
const STEP_MS = 5_000;
/** When all of it was of no use: from the start again, so that a call that goes on for long is not left alone. */
const REST_MS = 30_000;

const STEPS: readonly Step[] = ['microphone', 'ice', 'peer'];

export function createRepairLadder(): RepairLadder {
  let next = 0;
  let dueMs = 0;

  return {
    look({ nothingArrives, nothingReaches, nothingSent }, offers, nowMs) {
      if (!nothingArrives && !nothingReaches) {
        next = 0;
        dueMs = nowMs;
        return null;
      }
      if (nowMs < dueMs) return null;
      if (next === 0 && !nothingSent) next = STEPS.indexOf('ice');
      const step = STEPS[next] ?? null;
      next = (next + 1) % STEPS.length;
      dueMs = nowMs + (next === 0 ? REST_MS : STEP_MS);
      const isMine = step === 'microphone' ? nothingReaches : offers;
      return isMine ? step : null;
    },
  };
}
