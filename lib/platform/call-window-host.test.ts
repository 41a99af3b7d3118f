import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { CALL, notice, viewWith } from '../../components/testing/views.ts';
import type { LinkPort } from '../media/link.ts';
import { CallId } from '../protocol/index.ts';
import { createCallWindowHost } from './call-window-host.ts';
import { AS_THE_SYSTEM_PREFERS } from '../media/sound-choice.ts';

const callId = v.parse(CallId, 'c'.repeat(22));
const MICROPHONE = { callId, sound: AS_THE_SYSTEM_PREFERS };
const TAB = 7;
const WINDOW = 3;

const windows = { create: vi.fn(), update: vi.fn(), getLastFocused: vi.fn() };
const tabs = { get: vi.fn(), remove: vi.fn() };

beforeEach(() => {
  vi.useFakeTimers();
  fakeBrowser.reset();
  vi.clearAllMocks();
  windows.create.mockResolvedValue({});
  windows.update.mockResolvedValue({});
  windows.getLastFocused.mockResolvedValue({ left: 100, top: 50, width: 1000, height: 800 });
  tabs.get.mockResolvedValue({ windowId: WINDOW });
  tabs.remove.mockResolvedValue(undefined);
  Object.assign(browser, { windows, tabs });
});

function windowPort() {
  const endings: (() => void)[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const posted: { id: number; name: string }[] = [];
  const port: LinkPort = {
    postMessage: (message) => void posted.push(message as { id: number; name: string }),
    onMessage: { addListener: (listener) => void listeners.push(listener) },
    onDisconnect: { addListener: (ending) => void endings.push(ending) },
  };
  return {
    port,
    posted,
    answer: (value: unknown) =>
      listeners.forEach((listener) => listener({ id: posted.at(-1)?.id, ok: true, value })),
    end: () => endings.forEach((ending) => ending()),
  };
}

function callWindow() {
  const tones = { play: vi.fn() };
  const host = createCallWindowHost(tones);
  const lost = vi.fn();
  host.onLost(lost);
  return { host, tones, lost, ...windowPort() };
}

describe('the call window', () => {
  test('does not open while it rings: tones sound without it', async () => {
    const { host, tones } = callWindow();
    await host.send('media:prewarm', {});
    await host.send('media:tone', { tone: 'ring', volume: 1 });
    expect(tones.play).toHaveBeenCalledWith('ring', 1);
    expect(windows.create).not.toHaveBeenCalled();
  });

  test('opens for the microphone, at the right of the window in front, and stays for the whole call', async () => {
    const { host, port, posted } = callWindow();
    void host.send('media:open-microphone', MICROPHONE);
    await vi.waitFor(() => expect(windows.create).toHaveBeenCalledOnce());
    expect(windows.create).toHaveBeenCalledWith(
      expect.objectContaining({
        type: 'popup',
        url: expect.stringContaining('/call.html') as string,
        left: 1100 - 340 - 24,
        top: 50 + (800 - 470) / 2,
      }),
    );
    host.attach(port, TAB);
    await vi.waitFor(() => expect(posted.map(({ name }) => name)).toEqual(['media:open-microphone']));
    host.follow(viewWith({ call: CALL }));
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(tabs.remove).not.toHaveBeenCalled();
  });

  test('that is there already comes to the front for the next microphone: hidden, it would never open', async () => {
    const { host, port } = callWindow();
    host.attach(port, TAB);
    void host.send('media:open-microphone', MICROPHONE);
    await vi.waitFor(() =>
      expect(windows.update).toHaveBeenCalledWith(WINDOW, { state: 'normal', focused: true }),
    );
    expect(windows.create).not.toHaveBeenCalled();
  });

  test('closed by the person says so', () => {
    const { host, port, end, lost } = callWindow();
    host.attach(port, TAB);
    end();
    expect(lost.mock.calls).toEqual([[true]]);
  });

  test('goes with its call, which nobody takes for a hang-up', async () => {
    const { host, port, end, lost } = callWindow();
    host.attach(port, TAB);
    host.follow(viewWith({ call: CALL }));
    host.follow(viewWith({ notice: notice('ended') }));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(tabs.remove).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(tabs.remove).toHaveBeenCalledWith(TAB);
    end();
    expect(lost.mock.calls).toEqual([[false]]);
  });

  test('that still asks for the microphone when the call is over goes at once, and its question with it', async () => {
    const { host, port, posted, end } = callWindow();
    const opening = host.send('media:open-microphone', MICROPHONE).catch(() => 'failed');
    await vi.waitFor(() => expect(windows.create).toHaveBeenCalledOnce());
    host.attach(port, TAB);
    await vi.waitFor(() => expect(posted).toHaveLength(1));
    host.follow(viewWith({ call: CALL }));
    expect(tabs.remove).not.toHaveBeenCalled();
    host.follow(viewWith({ notice: notice('missed') }));
    expect(tabs.remove).toHaveBeenCalledWith(TAB);
    expect(await host.exists()).toBe(false);
    end();
    expect(await opening).toBe('failed');
  });

  test('stays for the next call that begins before it went', async () => {
    const { host, port } = callWindow();
    host.attach(port, TAB);
    host.follow(viewWith({ notice: notice('ended') }));
    host.follow(viewWith({ call: CALL }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tabs.remove).not.toHaveBeenCalled();
  });

  test.each([
    ['once only', 'microphone-blocked', 'prompt', 'prompt', 'microphone-not-asked'],
    ['for good', 'microphone-blocked', 'denied', 'denied', 'microphone-blocked'],
    [
      'for good, as is known a moment later,',
      'microphone-not-asked',
      'prompt',
      'denied',
      'microphone-blocked',
    ],
    ['by the system', 'microphone-blocked-by-system', 'granted', 'granted', 'microphone-blocked-by-system'],
  ] as const)(
    'that was refused the microphone %s says so, and the next call gets a new one',
    async (_, told, atFirst, later, code) => {
      let state: PermissionState = atFirst;
      vi.stubGlobal('navigator', { permissions: { query: async () => ({ state }) } });
      const { host, port, posted, answer, lost } = callWindow();
      host.attach(port, TAB);
      const opening = host.send('media:open-microphone', MICROPHONE);
      await vi.waitFor(() => expect(posted).toHaveLength(1));
      answer({ ok: false, code: told });
      await vi.advanceTimersByTimeAsync(100);
      state = later;
      await vi.advanceTimersByTimeAsync(400);
      expect(await opening).toEqual({ ok: false, code });
      host.follow(viewWith({ call: CALL }));
      expect(await host.exists()).toBe(true);
      host.follow(viewWith({ notice: notice(code) }));
      expect(lost.mock.calls).toEqual([[false]]);
      expect(tabs.remove).not.toHaveBeenCalled();
      void host.send('media:open-microphone', MICROPHONE);
      await vi.waitFor(() => expect(windows.create).toHaveBeenCalledOnce());
      expect(tabs.remove).toHaveBeenCalledWith(TAB);
    },
  );

  test('that somebody opened by hand beside it gets no commands', () => {
    const { host, port, lost } = callWindow();
    const second = windowPort();
    host.attach(port, TAB);
    host.attach(second.port, TAB + 1);
    second.end();
    expect(lost).not.toHaveBeenCalled();
  });
});
