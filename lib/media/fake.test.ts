import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CallId, ParticipantId, PeerHeader, randomId } from '../protocol/index.ts';
import type { FakeMediaHost } from './fake.ts';
import { createFakeAir } from './fake-air.ts';
import type { MediaEvent, MediaPort } from './port.ts';
import { AS_THE_SYSTEM_PREFERS } from './sound-choice.ts';

const alice = v.parse(ParticipantId, randomId());
const bob = v.parse(ParticipantId, randomId());
const callId = v.parse(CallId, randomId());

function listen(host: FakeMediaHost): { port: MediaPort; events: MediaEvent[]; types(): string[] } {
  const port = host.connect();
  const events: MediaEvent[] = [];
  port.onEvent((event) => events.push(event));
  return { port, events, types: () => events.map(({ type }) => type) };
}

async function connected() {
  const air = createFakeAir();
  const [caller, callee] = [air.host(), air.host()];
  const [a, b] = [listen(caller), listen(callee)];
  await a.port.send('media:open-microphone', { callId, sound: AS_THE_SYSTEM_PREFERS });
  await b.port.send('media:open-microphone', { callId, sound: AS_THE_SYSTEM_PREFERS });
  const incarnations = { from: callee.incarnation, to: caller.incarnation };
  const header: PeerHeader = { v: 1, callId, from: bob, to: alice, incarnations, negotiation: 0 };
  const offer = await b.port.send('media:offer', { header, iceServers: [] });
  const answer = await a.port.send('media:answer', { offer, iceServers: [] });
  await b.port.send('media:accept-answer', { answer });
  return { air, caller, callee, a, b };
}

describe('the fake media host', () => {
  test('connects two hosts once the answer is accepted', async () => {
    const { caller, callee, a } = await connected();
    expect([caller.connection, callee.connection]).toEqual(['connected', 'connected']);
    expect(a.types()).toEqual(['media:status', 'media:connection', 'media:sound', 'media:flow']);
  });

  test('carries a hang-up when the test delivers it', async () => {
    const { air, a, b, caller } = await connected();
    air.controlHeld = true;
    await a.port.send('media:close', { callId, hangUp: true });
    expect(caller.microphoneOpenFor).toBeNull();
    expect(b.types()).not.toContain('media:peer-hung-up');
    air.deliverControl();
    await Promise.resolve();
    expect(b.types()).toContain('media:peer-hung-up');
  });

  test('lets the microphone hang, and ends the question with the call', async () => {
    const host = createFakeAir().host();
    const { port } = listen(host);
    host.microphone = 'hangs';
    const opening = port.send('media:open-microphone', { callId, sound: AS_THE_SYSTEM_PREFERS });
    const closing = port.send('media:close', { callId, hangUp: false });
    await expect(opening).rejects.toThrow('the call was closed');
    await closing;
    host.settleMicrophone('opens');
    expect(host.microphoneOpenFor).toBeNull();
  });

  test('tells a new background its status, and the old one nothing more', async () => {
    const { caller, a } = await connected();
    const before = a.events.length;
    const again = listen(caller);
    await Promise.resolve();
    expect(again.events).toEqual([
      { type: 'media:status', status: expect.objectContaining({ callId, connection: 'connected' }) },
    ]);
    expect(a.events).toHaveLength(before);
  });

  test('comes back from a crash as another incarnation', async () => {
    const { caller, a } = await connected();
    const { incarnation } = caller;
    let lost = 0;
    a.port.onLost(() => lost++);
    caller.crash();
    await Promise.resolve();
    expect(lost).toBe(1);
    expect(caller.incarnation).not.toBe(incarnation);
    expect(caller.microphoneOpenFor).toBeNull();
  });
});
