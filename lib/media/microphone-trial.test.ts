import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeWorld } from './fake-world.ts';
import type { MicrophoneCheck } from './microphone-check.ts';
import { createMicrophoneTrial, TRIAL_MS } from './microphone-trial.ts';
import { AS_THE_SYSTEM_PREFERS } from './sound-choice.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Passes sound on, and is never asked for it. */
const node = { connect: (next: unknown) => next, delayTime: {}, gain: {} };

function setUp() {
  const world = createFakeWorld();
  const contexts: { closed: boolean }[] = [];
  const createAudioContext = () => {
    const context = { closed: false };
    contexts.push(context);
    return {
      createMediaStreamSource: () => node,
      createAnalyser: () => ({ ...node }),
      createDelay: () => node,
      createGain: () => node,
      close: async () => void (context.closed = true),
    } as unknown as AudioContext;
  };
  const checks: (MicrophoneCheck | null)[] = [];
  const trial = createMicrophoneTrial({ ...world, createAudioContext }, (check) => checks.push(check));
  return {
    world,
    checks,
    begin: async () => trial.begin(AS_THE_SYSTEM_PREFERS),
    end: () => trial.end(),
    live: () => world.tracks.filter(({ readyState }) => readyState === 'live').length,
    listening: () => contexts.filter(({ closed }) => !closed).length,
  };
}

test('a microphone that is tried is open until its trial ends, and can be heard meanwhile', async () => {
  const { begin, end, checks, live, listening } = setUp();
  expect(await begin()).toMatchObject({ ok: true });
  expect([live(), listening()]).toEqual([1, 1]);
  expect(checks.at(-1)).toEqual(expect.objectContaining({ echo: expect.any(Function) }));
  end();
  expect([live(), listening()]).toEqual([0, 0]);
  expect(checks.at(-1)).toBeNull();
});

test('one that nobody ends is closed after a while', async () => {
  const { begin, live } = setUp();
  await begin();
  await vi.advanceTimersByTimeAsync(TRIAL_MS - 1);
  expect(live()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(live()).toBe(0);
});

test('one at a time is open, and the time of each is its own', async () => {
  const { begin, live, listening } = setUp();
  await begin();
  await vi.advanceTimersByTimeAsync(TRIAL_MS - 1);
  await begin();
  expect([live(), listening()]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(TRIAL_MS - 1);
  expect(live()).toBe(1);
});

test('where none may be opened nothing is left, and it is said why', async () => {
  const { world, begin, checks, live } = setUp();
  world.microphone = new DOMException('no device', 'NotFoundError');
  expect(await begin()).toEqual({ ok: false, code: 'microphone-absent' });
  expect(live()).toBe(0);
  expect(checks.at(-1)).toBeNull();
});
