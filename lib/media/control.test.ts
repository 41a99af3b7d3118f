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
