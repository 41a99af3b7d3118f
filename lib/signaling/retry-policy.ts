/** What decides how soon the server is tried again. */
export interface Circumstances {
  /** A call or a ring is on: its parties wait for this. */
  readonly inCall: boolean;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Attempts start at most this far apart, in ms, also where one hangs because its packets are dropped. */
const IN_CALL_MS = 2_000;
const ELSE_MS = 5_000;
/** How long an attempt may hear nothing of the other end, in ms. A call would rather try again. */
const PATIENCE_MS = 10_000;
/** A server may not send anybody away for longer, in ms. */
const AWAY_MS = 60_000;

/**
 * How long after a lost connection the first attempt comes, in ms: spread, since a restarted server lost all its
 * clients in the same instant. `awayMs`: the server said that it will be back after about this.
 */
export function firstWaitMs({ inCall, random }: Circumstances, awayMs = 0): number {
  if (inCall) return Math.min(awayMs, IN_CALL_MS - 500) + random() * 500;
  return Math.min(awayMs, AWAY_MS) + random() * 3_000;
}

/** From the start of an attempt that failed to the start of the next, in ms. `failures`: how many in a row, from 1. */
export function paceMs(failures: number, { inCall, random }: Circumstances): number {
  const [base, most] = inCall ? [300, IN_CALL_MS] : [1_000, ELSE_MS];
  return Math.min(base * 2 ** (failures - 1), most) * (1 / 3 + (2 / 3) * random());
}

/**
 * What is left of a wait that began at `sinceMs`. Clocks jump: set forward (a sleep, too) the wait is over, set back it
 * is no longer than it was.
 */
export function leftMs(waitMs: number, sinceMs: number, nowMs: number): number {
  return Math.min(waitMs, Math.max(0, sinceMs + waitMs - nowMs));
}

/** How long an attempt may hear nothing of the other end, in ms; each sign of life starts it anew. */
export function patienceMs({ inCall }: Circumstances): number {
  return inCall ? IN_CALL_MS : PATIENCE_MS;
}
