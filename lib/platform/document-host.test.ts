import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import type { LinkPort } from '../media/link.ts';
import { CallId } from '../protocol/index.ts';
import { createDocumentHost } from './document-host.ts';
import { AS_THE_SYSTEM_PREFERS } from '../media/sound-choice.ts';

const callId = v.parse(CallId, 'c'.repeat(22));
const MICROPHONE = { callId, sound: AS_THE_SYSTEM_PREFERS };
const OPENED = { ok: true, incarnation: 'i'.repeat(22) };

/** The background's end of a document's port: what was posted, and what the document says. */
function documentPort() {
  const listeners: ((message: unknown) => void)[] = [];
  const endings: (() => void)[] = [];
  const posted: { id: number; name: string }[] = [];
  const port: LinkPort = {
    postMessage: (message) => void posted.push(message as { id: number; name: string }),
    onMessage: { addListener: (listener) => void listeners.push(listener) },
    onDisconnect: { addListener: (listener) => void endings.push(listener) },
  };
  return {
    port,
    names: () => posted.map(({ name }) => name),
    answer(value: unknown) {
      const [first] = posted.splice(0, 1);
      for (const listener of listeners) listener({ id: first?.id, ok: true, value });
    },
    end: () => endings.forEach((ending) => ending()),
  };
}

beforeEach(() => void vi.useFakeTimers());

describe('a media host in a document of its own', () => {
  test('is made by the first command that needs it, once', async () => {
    const open = vi.fn(async () => {});
    const host = createDocumentHost(open, false);
    const opening = host.send('media:open-microphone', MICROPHONE);
    void host.send('media:tone', { tone: 'ring', volume: 1 });
    const { port, names, answer } = documentPort();
    await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
    host.attach(port);
    await vi.waitFor(() => expect(names()).toEqual(['media:open-microphone', 'media:tone']));
    answer(OPENED);
    expect(await opening).toEqual(OPENED);
    expect(open).toHaveBeenCalledOnce();
  });

  test('is not made to be told that there is nothing to do', async () => {
    const open = vi.fn(async () => {});
    const host = createDocumentHost(open, false);
    expect(await host.send('media:close', { callId, hangUp: true })).toBeNull();
    expect(await host.send('media:tone', { tone: 'none', volume: 1 })).toBeNull();
    expect(open).not.toHaveBeenCalled();
  });

  test('that is on its way when the call is cancelled closes the microphone after it opened it', async () => {
    const host = createDocumentHost(async () => {}, false);
    void host.send('media:open-microphone', MICROPHONE);
    void host.send('media:close', { callId, hangUp: true });
    const { port, names } = documentPort();
    host.attach(port);
    await vi.waitFor(() => expect(names()).toEqual(['media:open-microphone', 'media:close']));
  });

  test('that never connects fails the command, and the next command makes another', async () => {
    const open = vi.fn(async () => {});
    const host = createDocumentHost(open, false);
    const failure = host.send('media:open-microphone', MICROPHONE).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failure).toMatchObject({ message: 'the media host did not connect' });
    void host.send('media:open-microphone', MICROPHONE);
    expect(open).toHaveBeenCalledTimes(2);
  });

  test('that cannot be made fails the command at once', async () => {
    const host = createDocumentHost(() => Promise.reject(new Error('no window')), false);
    await expect(host.send('media:open-microphone', MICROPHONE)).rejects.toThrow('no window');
  });

  test.each([true, false])('that goes is told of once (by the person: %s)', (byPerson) => {
    const host = createDocumentHost(async () => {}, byPerson);
    const lost = vi.fn();
    host.onLost(lost);
    const { port, end } = documentPort();
    host.attach(port);
    expect(host.attached()).toBe(true);
    end();
    expect(lost.mock.calls).toEqual([[byPerson]]);
    expect(host.attached()).toBe(false);
  });

  test('that is closed from here is lost, and not by the person', () => {
    const host = createDocumentHost(async () => {}, true);
    const lost = vi.fn();
    host.onLost(lost);
    const { port, end } = documentPort();
    host.attach(port);
    host.detach();
    end();
    expect(lost.mock.calls).toEqual([[false]]);
  });

  test('whose newer port has come is not lost when the older one goes', () => {
    const host = createDocumentHost(async () => {}, false);
    const lost = vi.fn();
    host.onLost(lost);
    const [older, newer] = [documentPort(), documentPort()];
    host.attach(older.port);
    host.attach(newer.port);
    older.end();
    expect(lost).not.toHaveBeenCalled();
  });
});
