/** What decides how soon the server is tried again. */
export interface Circumstances {
  /** A call or a ring is on: its parties wait for this. */
  readonly inCall: boolean;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** How many attempts in a row came to no end by themselves. */
  readonly silences?: number;
}

/** Attempts start at most this far apart, in ms; the first that hang last as long. */
const IN_CALL_MS = 2_000;
const ELSE_MS = 5_000;
/** How long an attempt may hear nothing of the other end, in ms. A call would rather try again. */
const PATIENCE_MS = 10_000;
/** The first ones that hang are short: it may be one connection, and not all that is sent. */
export const SHORT_ATTEMPTS = 2;
/**
 * In silence the system's own attempts within one of ours are better than many of ours. Linux sends the first packet of a
 * TCP connection again after 1, 2, 3, 4, 5, 7, 11, 19 s; and what a browser was told to give up it keeps for a minute and a
 * half or more. Of each of the two kinds that take turns no seventh may come in that time: six connections is all that a
 * browser allows for one server (docs/browsers.md).
 */
const SILENT_MS = 9_000;
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
export function patienceMs({ inCall, silences = 0 }: Circumstances): number {
  if (!inCall) return PATIENCE_MS;
  return silences < SHORT_ATTEMPTS ? IN_CALL_MS : SILENT_MS;
}
