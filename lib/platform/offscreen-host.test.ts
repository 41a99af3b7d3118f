import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { CALL, viewWith } from '../../components/testing/views.ts';
import type { LinkPort } from '../media/link.ts';
import { AS_THE_SYSTEM_PREFERS } from '../media/sound-choice.ts';
import { CallId, Incarnation } from '../protocol/index.ts';
import { createOffscreenHost } from './offscreen-host.ts';

const callId = v.parse(CallId, 'c'.repeat(22));
const MICROPHONE = { callId, sound: AS_THE_SYSTEM_PREFERS };
const OPENED = { ok: true, incarnation: v.parse(Incarnation, 'i'.repeat(22)) } as const;
const NOT_ASKED = { ok: false, code: 'microphone-not-asked' } as const;

beforeEach(() => {
  vi.useFakeTimers();
  fakeBrowser.reset();
  Object.assign(browser, { offscreen: { createDocument: vi.fn().mockResolvedValue(undefined) } });
  Object.assign(browser.runtime, { getContexts: vi.fn().mockResolvedValue([]) });
});

/** A document whose microphone answers these one after the other, and a window whose question is answered by hand. */
function offscreen(...answers: (typeof OPENED | typeof NOT_ASKED)[]) {
  const listeners: ((message: unknown) => void)[] = [];
  const names: string[] = [];
  const port: LinkPort = {
    postMessage(message) {
      const { id, name } = message as { id: number; name: string };
      names.push(name);
      const value = name === 'media:open-microphone' ? answers.shift() : null;
      for (const listener of listeners) listener({ id, ok: true, value });
    },
    onMessage: { addListener: (listener) => void listeners.push(listener) },
    onDisconnect: { addListener: () => undefined },
  };
  let answer = Promise.withResolvers<PermissionState>();
  const grant = {
    ask: vi.fn((signal: AbortSignal) => {
      answer = Promise.withResolvers();
      signal.addEventListener('abort', () => answer.reject(signal.reason as Error));
      return answer.promise;
    }),
    show: vi.fn().mockResolvedValue(undefined),
    close: vi.fn().mockResolvedValue(undefined),
  };
  const host = createOffscreenHost(grant);
  const waits: unknown[] = [];
  host.onEvent((event) => {
    if (event.type === 'media:microphone-waits') waits.push(event.waitsFor);
  });
  host.attach(port, undefined);
  return { host, grant, names, waits, answer: (state: PermissionState) => answer.resolve(state) };
}

/** Waits for the question. */
const asked = (grant: { readonly ask: ReturnType<typeof vi.fn> }) =>
  vi.waitFor(() => expect(grant.ask).toHaveBeenCalledOnce());

describe('a microphone that was never allowed', () => {
  test('is asked for in a window, and opens once it is allowed, also if Chrome goes on refusing for a moment', async () => {
    const { host, grant, names, waits, answer } = offscreen(NOT_ASKED, NOT_ASKED, NOT_ASKED, OPENED);
    const opening = host.send('media:open-microphone', MICROPHONE);
    await asked(grant);
    expect(waits).toEqual(['permission']);
    expect(grant.close).not.toHaveBeenCalled();
    answer('granted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await opening).toEqual(OPENED);
    expect(names).toHaveLength(4);
  });

  test('keeps that window until no call is on: what is allowed for this time only ends with it', async () => {
    const { host, grant, answer } = offscreen(NOT_ASKED, OPENED);
    const opening = host.send('media:open-microphone', MICROPHONE);
    await asked(grant);
    answer('granted');
    await opening;
    host.follow(viewWith({ call: CALL }));
    // two who call each other end up in one call, which keeps the microphone
    await host.send('media:close', { callId, hangUp: false });
    expect(grant.close).not.toHaveBeenCalled();
    host.follow(viewWith());
    expect(grant.close).toHaveBeenCalledOnce();
  });

  test.each([
    ['denied', 'microphone-blocked'],
    ['prompt', 'microphone-not-asked'],
  ] as const)('and is answered with %s is %s', async (state, code) => {
    const { host, grant, answer } = offscreen(NOT_ASKED);
    const opening = host.send('media:open-microphone', MICROPHONE);
    await asked(grant);
    answer(state);
    expect(await opening).toEqual({ ok: false, code });
  });

  test('opens for no call that is over by then', async () => {
    const { host, grant, names } = offscreen(NOT_ASKED, OPENED);
    const opening = host.send('media:open-microphone', MICROPHONE).catch(() => 'given up');
    await asked(grant);
    await host.send('media:close', { callId, hangUp: false });
    expect(await opening).toBe('given up');
    expect(names).toEqual(['media:open-microphone', 'media:close']);
  });
});

test('a microphone that opens asks nobody', async () => {
  const { host, grant } = offscreen(OPENED);
  expect(await host.send('media:open-microphone', MICROPHONE)).toEqual(OPENED);
  expect(grant.ask).not.toHaveBeenCalled();
});
