import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallId, randomId } from '../protocol/index.ts';
import { createControl, type ControlMessage } from './control.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const callId = v.parse(CallId, randomId());

class FakeChannel {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.readyState = 'open';
    this.onopen?.();
  }
}

function setUp(muted = false) {
  const channel = new FakeChannel();
  const heard: ControlMessage[] = [];
  const control = createControl(
    channel as unknown as RTCDataChannel,
    callId,
    () => muted,
    (message) => heard.push(message),
  );
  return { channel, control, heard };
}

describe('the control channel', () => {
  test('says the present mute state when it opens, and nothing before', () => {
    const { channel, control } = setUp(true);
    control.setMuted(true);
    expect(channel.sent).toEqual([]);
    channel.open();
    expect(channel.sent).toEqual([{ v: 1, type: 'mute', muted: true }]);
  });

  test('hears mute and the hang-up of its own call', () => {
    const { channel, heard } = setUp();
    const messages = [
      { v: 1, type: 'mute', muted: true, later: 'field' },
      { v: 1, type: 'hang-up', callId },
    ];
    for (const message of messages) channel.onmessage?.({ data: JSON.stringify(message) });
    expect(heard).toEqual([
      { v: 1, type: 'mute', muted: true },
      { v: 1, type: 'hang-up', callId },
    ]);
  });

  test.each([
    ['not JSON', '{'],
    ['not text', new ArrayBuffer(8)],
    ['an unknown type', JSON.stringify({ v: 1, type: 'wave' })],
    ['a later version', JSON.stringify({ v: 2, type: 'mute', muted: true })],
    ['a wrong type', JSON.stringify({ v: 1, type: 'mute', muted: 'yes' })],
    ["another call's hang-up", JSON.stringify({ v: 1, type: 'hang-up', callId: randomId() })],
    ['too much', JSON.stringify({ v: 1, type: 'mute', muted: true, padding: 'x'.repeat(70_000) })],
  ])('ignores %s', (_what, data) => {
    const { channel, heard } = setUp();
    channel.onmessage?.({ data });
    expect(heard).toEqual([]);
  });

  test('answers a sign of life, keeps both to itself, and asks for none while one waits to be sent', () => {
    const { channel, control, heard } = setUp();
    channel.open();
    channel.sent.length = 0;
    for (const type of ['ping', 'pong']) channel.onmessage?.({ data: JSON.stringify({ v: 1, type }) });
    expect(channel.sent).toEqual([{ v: 1, type: 'pong' }]);
    expect(heard).toEqual([]);
    control.ping();
    channel.bufferedAmount = 30;
    control.ping();
    expect(channel.sent.slice(1)).toEqual([{ v: 1, type: 'ping' }]);
  });

  test('says something only while the other was heard within 2 s', async () => {
    const { channel, control } = setUp();
    const message = { v: 1, type: 'mute', muted: true } as const;
    expect(control.say(message)).toBe(false);
    channel.open();
    channel.sent.length = 0;
    await vi.advanceTimersByTimeAsync(1_999);
    expect(control.say(message)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(control.say(message)).toBe(false);
    channel.onmessage?.({ data: JSON.stringify({ v: 1, type: 'pong' }) });
    expect(control.say(message)).toBe(true);
    expect(channel.sent).toEqual([message, message]);
  });

  test('hears a description as large as they come', () => {
    const { channel, heard } = setUp();
    const header = {
      ...{ v: 1, callId, from: randomId(), to: randomId(), negotiation: 1 },
      incarnations: { from: randomId(), to: randomId() },
    };
    const candidates = Array.from({ length: 64 }, () => ({ candidate: 'x'.repeat(200) }));
    const description = { ...header, type: 'offer', sdp: 'x'.repeat(32 * 1024), candidates };
    channel.onmessage?.({ data: JSON.stringify({ v: 1, type: 'description', description }) });
    expect(heard).toEqual([{ v: 1, type: 'description', description }]);
  });

  test('has hung up once the message has left', async () => {
    const { channel, control } = setUp();
    channel.open();
    channel.bufferedAmount = 60;
    const done = vi.fn<() => void>();
    const hungUp = control.hangUp().then(done);
    await vi.advanceTimersByTimeAsync(50);
    expect(done).not.toHaveBeenCalled();
    channel.onbufferedamountlow?.();
    await hungUp;
    expect(channel.sent.at(-1)).toEqual({ v: 1, type: 'hang-up', callId });
  });

  test('gives up the hang-up after 100 ms, and at once where there is no channel', async () => {
    const { channel, control } = setUp();
    await control.hangUp();
    channel.open();
    channel.bufferedAmount = 60;
    const done = vi.fn<() => void>();
    void control.hangUp().then(done);
    await vi.advanceTimersByTimeAsync(100);
    expect(done).toHaveBeenCalledOnce();
  });
});
