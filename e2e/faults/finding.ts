/** What was found out of one fault, in one pairing of browsers. */
export interface Finding {
  /** The longest gap of the two directions together, undisturbed, in ms. */
  readonly undisturbedMs: number;
  /** The most that a browser made up within a second, in ms: see made-up.ts. */
  readonly madeUpMs: number | undefined;
  /** The longest gap, at each time; null where there is nothing to hear, as the call ended or was left. */
  readonly gaps: readonly Gap[] | null;
  /** From the end of the fault until both heard each other again, in ms, at each time; null where that says nothing. */
  readonly backMs: readonly number[] | null;
  readonly recovered: Recovery;
  /** What the two read one after the other. */
  readonly saw: { readonly ada: readonly string[]; readonly bob: readonly string[] };
  /** What was promised and not kept, a sentence each. */
  readonly misses: readonly string[];
}

export interface Gap {
  /** What Ada did not hear of Bob, in ms. */
  readonly adaMs: number;
  readonly bobMs: number;
}

export type Recovery = 'nothing to recover' | 'by itself' | 'after a click' | 'the call ends' | 'no';

/** By so much a fault that costs no sound may lengthen the longest gap. */
const UNNOTICED_MS = 60;

/** Whether a fault cost no sound: the sentences of what it cost. */
export function missesOfSilence(
  gaps: readonly Gap[],
  undisturbedMs: number,
  /** `known`: one of the browsers counts it (Chromium). */
  madeUp: {
    readonly ms: number | undefined;
    readonly undisturbedMs: number | undefined;
    readonly known: boolean;
  },
): string[] {
  const allowedMs = undisturbedMs + UNNOTICED_MS;
  const madeUpAllowedMs = (madeUp.undisturbedMs ?? 0) + UNNOTICED_MS;
  const heard = gaps.flatMap(({ adaMs, bobMs }) => [
    ...(adaMs > allowedMs ? [`Ada did not hear Bob for ${adaMs} ms; ${allowedMs} ms are allowed`] : []),
    ...(bobMs > allowedMs ? [`Bob did not hear Ada for ${bobMs} ms; ${allowedMs} ms are allowed`] : []),
  ]);
  if (madeUp.known && (madeUp.ms === undefined || madeUp.undisturbedMs === undefined))
    return [...heard, 'What a browser made up could not be read'];
  return (madeUp.ms ?? 0) > madeUpAllowedMs
    ? [...heard, `A browser made up ${madeUp.ms} ms within a second; ${madeUpAllowedMs} ms are allowed`]
    : heard;
}

/** Whether they went on hearing each other, though not everything. */
export function missesOfHearing({ adaMs, bobMs }: Gap, withinMs: number): string[] {
  const missed = (who: string, other: string, ms: number) =>
    ms < withinMs ? [] : [`${who} did not hear ${other} for ${ms} ms; less than ${withinMs} ms are allowed`];
  return [...missed('Ada', 'Bob', adaMs), ...missed('Bob', 'Ada', bobMs)];
}

/** Whether sound was back in time, by the worst of several times. */
export function missesOfReturn(backMs: readonly number[], withinMs: number): string[] {
  return backMs
    .filter((each) => each > withinMs)
    .map((each) => `Sound was back after ${each} ms; ${withinMs} ms are allowed`);
}

/** The middle one, or of two the greater. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
