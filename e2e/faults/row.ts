import { longestGapMs } from '../rig/tone-record.ts';
import { until } from '../rig/until.ts';
import { concealedMs } from './concealed.ts';
import { missesOfReturn, missesOfSilence } from './finding.ts';
import type { Finding, Gap } from './finding.ts';
import { untilSteady } from './live-call.ts';
import type { LiveCall, startLiveCall } from './live-call.ts';
import type { BrowserName } from '../rig/person.ts';

/** One fault, and what is promised of it. */
export interface Row {
  /** Completes "When …". */
  readonly fault: string;
  readonly promise: string;
  /** Part of `npm test`, in Chromium, once. */
  readonly short: boolean;
  /** In which pairings it is measured by `npm run test:faults`. */
  readonly matters: (browsers: readonly BrowserName[]) => boolean;
  /** How often it is measured there. */
  readonly times: number;
  /** It waits for so long that it is measured beside others, with a call of its own. */
  readonly slow?: boolean;
  /** The call cannot be used for another fault. */
  readonly spoils?: boolean;
  /** The two, where they differ from the usual ones. */
  readonly cast?: Parameters<typeof startLiveCall>[1];
  readonly measure: (call: LiveCall, times: number) => Promise<Finding>;
}

/** How long one listens on after a fault that costs nothing: what it breaks may break a little later. */
const AFTERMATH_MS = 3_000;
/** How long sound is waited for where it has to be back sooner: for a figure, where the promise is not kept. */
const PATIENCE_MS = 30_000;

/** A fault that costs no sound. */
export function costsNothing(strike: (call: LiveCall) => Promise<void>): Row['measure'] {
  return async (call, times) => {
    const fromMs = Date.now();
    const gaps: Gap[] = [];
    const concealed: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const startMs = Date.now();
      const before = await concealedOf(call);
      await strike(call);
      await heardFor(AFTERMATH_MS);
      gaps.push(gapSince(call, startMs));
      concealed.push(concealedBetween(before, await concealedOf(call)));
    }
    console.log(`made up by the browsers: ${concealed.join('; ')}`);
    return {
      undisturbedMs: call.undisturbedMs,
      gaps,
      backMs: null,
      recovered: 'nothing to recover',
      saw: seenSince(call, fromMs),
      misses: missesOfSilence(gaps, call.undisturbedMs),
    };
  };
}

/** A fault after whose end sound has to be back in time. `strike` resolves with the Unix time in ms at which it was over. */
export function isBackWithin(withinMs: number, strike: (call: LiveCall) => Promise<number>): Row['measure'] {
  return async (call, times) => {
    const fromMs = Date.now();
    const gaps: Gap[] = [];
    const backMs: number[] = [];
    const misses: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const startMs = Date.now();
      const before = await concealedOf(call);
      const overMs = await strike(call);
      try {
        const sinceMs = await untilSteady(call.sides, overMs, withinMs + PATIENCE_MS);
        backMs.push(Math.max(...sinceMs) - overMs);
      } catch {
        misses.push(`Sound was not back within ${(withinMs + PATIENCE_MS) / 1000} s`);
        gaps.push(gapSince(call, startMs));
        break;
      }
      gaps.push(gapSince(call, startMs));
      console.log(
        `back after ${backMs.at(-1)} ms, gap ${JSON.stringify(gaps.at(-1))}, made up by the browsers: ` +
          concealedBetween(before, await concealedOf(call)),
      );
      // the next fault meets a call that has come to rest
      await until('both read that they are in a call', () => call.sides.every(isInCall), 10_000);
      await heardFor(1_000);
    }
    return {
      undisturbedMs: call.undisturbedMs,
      gaps,
      backMs,
      recovered: 'by itself',
      saw: seenSince(call, fromMs),
      misses: [...misses, ...missesOfReturn(backMs, withinMs)],
    };
  };
}

/** The longest gaps from then on until now. */
export function gapSince({ ada, bob }: LiveCall, fromMs: number): Gap {
  return {
    adaMs: longestGapMs(ada.hears.between(fromMs)),
    bobMs: longestGapMs(bob.hears.between(fromMs)),
  };
}

/** What both read from then on, each sentence once. */
export function seenSince({ ada, bob }: LiveCall, fromMs: number): Finding['saw'] {
  const read = (side: typeof ada) => [...new Set(side.sees.since(fromMs).map(({ text }) => text))];
  return { ada: read(ada), bob: read(bob) };
}

/** Whether the person reads that they are in a call. */
export function isInCall({ sees }: LiveCall['ada']): boolean {
  return sees.now.includes('In call');
}

/** Lets a time pass that is part of the fault, or of its measurement. */
export async function heardFor(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

type Concealed = readonly (number | undefined)[];

async function concealedOf(call: LiveCall): Promise<Concealed> {
  return Promise.all(call.sides.map(async ({ person }) => concealedMs(person)));
}

function concealedBetween(before: Concealed, after: Concealed): string {
  return before
    .map((value, index) => {
      const now = after[index];
      return value === undefined || now === undefined ? '-' : `${Math.round(now - value)} ms`;
    })
    .join(' and ');
}
