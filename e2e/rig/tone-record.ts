import type { Ear } from './ear.ts';
import { EAR_RATE_HZ } from './ear.ts';
import { holdsTone } from './voice.ts';
import type { Voice } from './voice.ts';

/** Short beside the 60 ms that a fault may add to a gap, long enough for two periods of the lowest voice. */
const WINDOW_MS = 10;

/** One window of what a loudspeaker played, and whether the other's tone was in it. */
export interface ToneWindow {
  /** Unix time in ms at which it was played, within about 30 ms. */
  readonly atMs: number;
  readonly holds: boolean;
}

/** The other's steady tone, as this loudspeaker plays it from now on. */
export class ToneRecord {
  readonly #windows: ToneWindow[] = [];
  readonly #stop: () => void;

  constructor(ear: Ear, voice: Voice) {
    this.#stop = ear.follow(({ atMs, samples }) => {
      const size = (EAR_RATE_HZ * WINDOW_MS) / 1000;
      for (let start = 0; start < samples.length; start += size) {
        this.#windows.push({
          atMs: atMs + (start / size) * WINDOW_MS,
          holds: holdsTone(samples.subarray(start, start + size), voice, EAR_RATE_HZ),
        });
      }
    });
  }

  /** Everything that was played from then on, until then. */
  between(fromMs: number, toMs = Infinity): ToneWindow[] {
    return this.#windows.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  }

  stop(): void {
    this.#stop();
  }
}

/** The longest run of windows without the tone, in ms: counted in windows, since their times come in bursts. */
export function longestGapMs(windows: readonly ToneWindow[]): number {
  let longest = 0;
  let run = 0;
  for (const { holds } of windows) {
    run = holds ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest * WINDOW_MS;
}

/** How long sound has to last to count as back: longer than what a jitter buffer may still hold. */
const STEADY_MS = 500;

/**
 * The Unix time in ms from which on the tone is there for good: the first window after the last long silence, once
 * {@link STEADY_MS} have followed it. Undefined where it is not there, or not yet for long enough.
 */
export function steadySinceMs(windows: readonly ToneWindow[], fromMs: number): number | undefined {
  let since: number | undefined;
  let run = 0;
  for (const { atMs, holds } of windows) {
    if (atMs < fromMs) continue;
    run = holds ? 0 : run + 1;
    if (holds) since ??= atMs;
    // a hiccup of 100 ms is a loss of packets; what is longer is a path that is gone again
    if (run * WINDOW_MS > 100) since = undefined;
  }
  const last = windows.at(-1)?.atMs;
  return since !== undefined && last !== undefined && last - since >= STEADY_MS ? since : undefined;
}
