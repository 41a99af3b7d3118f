import { setTimeout } from 'node:timers/promises';
import { longestGapMs } from '../rig/tone-record.ts';
import { until } from '../rig/until.ts';
import { missesOfReturn, missesOfSilence } from './finding.ts';
import type { Finding, Gap } from './finding.ts';
import { mostMadeUpMs, untilSteady } from './live-call.ts';
import type { LiveCall, Side } from './live-call.ts';
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
  /** It waits for so long that it is measured beside another one, with a call of its own. */
  readonly slow?: boolean;
  /** The call cannot be used for another fault. */
  readonly spoils?: boolean;
  /** Ada's extension is installed for good, in a profile that outlives her browser. */
  readonly installed?: boolean;
  /** Ada has two microphones, from before the call. */
  readonly twoMicrophones?: boolean;
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
    for (let time = 0; time < times; time += 1) {
      const startMs = Date.now();
      await strike(call);
      await heardFor(AFTERMATH_MS);
      gaps.push(gapSince(call, startMs));
    }
    const madeUpMs = mostMadeUpMs(call.sides, fromMs);
    return {
      undisturbedMs: call.undisturbedMs,
      madeUpMs,
      gaps,
      backMs: null,
      recovered: 'nothing to recover',
      saw: seenSince(call, fromMs),
      misses: missesOfSilence(gaps, call.undisturbedMs, {
        ms: madeUpMs,
        undisturbedMs: call.undisturbedMadeUpMs,
        known: call.sides.some(({ person }) => person.browserName === 'chromium'),
      }),
    };
  };
}

/** A fault after which sound has to be back by itself. */
export interface Fault {
  /** Resolves with the Unix time in ms at which the fault was over. */
  readonly strike: (call: LiveCall) => Promise<number>;
  /** From then to sound both ways. Without it sound has to be back at all. */
  readonly withinMs?: number;
  /** What else was promised and not kept of a fault that began and was over, sound included, then: sentences. */
  readonly alsoMissed?: (call: LiveCall, startMs: number, backAtMs: number) => string[];
}

export function isBack({ strike, withinMs, alsoMissed }: Fault): Row['measure'] {
  return async (call, times) => {
    const fromMs = Date.now();
    const gaps: Gap[] = [];
    const backMs: number[] = [];
    const misses: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const startMs = Date.now();
      const overMs = await strike(call);
      const patienceMs = (withinMs ?? 0) + PATIENCE_MS;
      const sinceMs = await untilSteady(call.sides, overMs, patienceMs).catch(() => undefined);
      gaps.push(gapSince(call, startMs));
      if (!sinceMs) {
        misses.push(`Sound was not back within ${patienceMs / 1000} s`);
        break;
      }
      const backAtMs = Math.round(Math.max(...sinceMs));
      backMs.push(backAtMs - overMs);
      // the next fault meets a call that has come to rest
      const both = until('both read that they are in a call', () => call.sides.every(isInCall), 10_000);
      await both.catch(() => misses.push('Sound was back, but not everybody read so'));
      misses.push(...(alsoMissed?.(call, startMs, backAtMs) ?? []));
      await heardFor(1_000);
    }
    return {
      undisturbedMs: call.undisturbedMs,
      madeUpMs: mostMadeUpMs(call.sides, fromMs),
      gaps,
      backMs,
      recovered: backMs.length === times ? 'by itself' : 'no',
      saw: seenSince(call, fromMs),
      misses: [...misses, ...(withinMs === undefined ? [] : missesOfReturn(backMs, withinMs))],
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
  const read = (side: Side) => [...new Set(side.sees.since(fromMs).map(({ text }) => text))];
  return { ada: read(ada), bob: read(bob) };
}

/** What one reads in a call: that, or what changed in it. */
const IN_CALL = ['In call', 'The call goes on'];

/** Whether the person reads that they are in a call, or has nothing to read. */
export function isInCall({ sees, page }: Side): boolean {
  return page.isClosed() || IN_CALL.some((text) => sees.now.includes(text));
}

/** Lets a time pass that is part of the fault, or of its measurement. */
export async function heardFor(ms: number): Promise<void> {
  await setTimeout(ms);
}
