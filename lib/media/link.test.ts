import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { CallId, Incarnation, randomId } from '../protocol/index.ts';
import type { MediaHost } from './host.ts';
import { createMediaClient, serveMedia, type LinkPort } from './link.ts';
import type { MediaEvent } from './port.ts';
import { AS_THE_SYSTEM_PREFERS } from './sound-choice.ts';

const callId = v.parse(CallId, randomId());
const incarnation = v.parse(Incarnation, randomId());

/** Both ends of a port: messages are copied, as between contexts, and arrive in a later microtask. */
function portPair() {
  const end = () => {
    const messages: ((message: unknown) => void)[] = [];
    const disconnects: (() => void)[] = [];
    return { messages, disconnects };
  };
  const [a, b] = [end(), end()];
  const port = (own: typeof a, other: typeof a): LinkPort => ({
    postMessage(message) {
      const copy: unknown = JSON.parse(JSON.stringify(message));
      queueMicrotask(() => other.messages.forEach((listener) => listener(copy)));
    },
    onMessage: { addListener: (listener) => void own.messages.push(listener) },
    onDisconnect: { addListener: (listener) => void own.disconnects.push(listener) },
  });
  return {
    background: port(a, b),
    document: port(b, a),
    disconnect: () => [...a.disconnects, ...b.disconnects].forEach((listener) => listener()),
  };
}

function fakeHost() {
  let listener: ((event: MediaEvent) => void) | null = null;
  const handle = vi.fn<(name: string, payload: unknown) => Promise<unknown>>().mockResolvedValue(null);
  const host = {
    handle,
    listen(next: (event: MediaEvent) => void) {
      listener = next;
      return () => {
        listener = null;
      };
    },
  } as unknown as MediaHost;
  return { host, handle, tell: (event: MediaEvent) => listener?.(event), heard: () => listener !== null };
}

function setUp() {
  const pair = portPair();
  const fake = fakeHost();
  const client = createMediaClient(pair.background);
  serveMedia(pair.document, fake.host);
  return { ...pair, ...fake, client };
}

describe('the link between background and media host', () => {
  test('carries a command and its answer', async () => {
    const { client, handle } = setUp();
    handle.mockResolvedValue({ ok: true, incarnation });
    const payload = { callId, sound: AS_THE_SYSTEM_PREFERS };
    expect(await client.send('media:open-microphone', payload)).toEqual({ ok: true, incarnation });
    expect(handle).toHaveBeenCalledWith('media:open-microphone', payload);
  });

  test('keeps answers apart that come in another order', async () => {
    const { client, handle } = setUp();
    const first = Promise.withResolvers<unknown>();
    handle.mockReturnValueOnce(first.promise).mockResolvedValueOnce(null);
    const opening = client.send('media:open-microphone', { callId, sound: AS_THE_SYSTEM_PREFERS });
    expect(await client.send('media:mute', { callId, muted: true })).toBeNull();
    first.resolve({ ok: false, code: 'microphone-in-use' });
    expect(await opening).toEqual({ ok: false, code: 'microphone-in-use' });
  });

  test('carries events, and drops what is none', async () => {
    const { client, tell } = setUp();
    const events: MediaEvent[] = [];
    client.onEvent((event) => events.push(event));
    const ended = { type: 'media:microphone-ended', callId, trouble: 'microphone-absent' } as const;
    tell(ended);
    tell({ ...ended, callId: 'short' } as unknown as MediaEvent);
    await vi.waitFor(() => expect(events).toEqual([ended]));
  });

  test('rejects with the reason of the host, and only the name of a browser error', async () => {
    const { client, handle } = setUp();
    handle.mockRejectedValueOnce(new Error('the offer is stale'));
    await expect(client.send('media:prewarm', {})).rejects.toThrow(/^the offer is stale$/);
    handle.mockRejectedValueOnce(new DOMException('Failed to parse a=secret', 'OperationError'));
    await expect(client.send('media:prewarm', {})).rejects.toThrow(/^OperationError$/);
  });

  test('rejects an answer of the wrong form', async () => {
    const { client, handle } = setUp();
    handle.mockResolvedValue({ ok: true });
    await expect(
      client.send('media:open-microphone', { callId, sound: AS_THE_SYSTEM_PREFERS }),
    ).rejects.toThrow('answered media:open-microphone with something else');
  });

  test('answers unknown and malformed commands without asking the host', async () => {
    const { background: port, handle } = setUp();
    const answers: unknown[] = [];
    port.onMessage.addListener((message) => answers.push(message));
    const commands = [
      { id: 1, name: 'media:explode', payload: {} },
      { id: 2, name: 'media:mute', payload: { callId: 'x', muted: 1 } },
      { id: 3, name: 'toString', payload: {} },
      'noise',
    ];
    for (const command of commands) port.postMessage(command);
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    expect(answers).toEqual([
      { id: 1, ok: false, message: 'no such media command' },
      { id: 2, ok: false, message: 'media:mute with a wrong payload' },
      { id: 3, ok: false, message: 'no such media command' },
    ]);
    expect(handle).not.toHaveBeenCalled();
  });

  test('rejects what is pending when the port goes, and everything after', async () => {
    const { client, handle, disconnect, heard } = setUp();
    handle.mockReturnValue(new Promise(() => {}));
    const lost = vi.fn<() => void>();
    client.onLost(lost);
    const pending = client.send('media:prewarm', {});
    disconnect();
    await expect(pending).rejects.toThrow('the media host is gone');
    await expect(client.send('media:prewarm', {})).rejects.toThrow('the media host is gone');
    expect(lost).toHaveBeenCalledOnce();
    expect(heard()).toBe(false);
  });

  test('posts no late answer on a port that is gone', async () => {
    const { client, handle, disconnect, document } = setUp();
    const late = Promise.withResolvers<unknown>();
    handle.mockReturnValue(late.promise);
    const pending = client.send('media:prewarm', {});
    await vi.waitFor(() => expect(handle).toHaveBeenCalled());
    const post = vi.spyOn(document, 'postMessage');
    disconnect();
    late.resolve(null);
    await expect(pending).rejects.toThrow('the media host is gone');
    expect(post).not.toHaveBeenCalled();
  });
});
