import { describe, expect, test } from 'vitest';
import type { MediaStanding } from './event.ts';
import { after, AT, callId, mine, NOW, STANDING } from './testing.ts';
import type { CallState } from './state.ts';

/** The media host has connected again, and says how it stands. */
const told = (state: CallState, standing: Partial<MediaStanding> = {}) =>
  after(state, { type: 'media-here', incarnation: mine, callId, ...STANDING, ...standing });
const MUTED = after(AT.connected, { type: 'mute', callId, muted: true }).state;

describe('after the death of the background between two steps', () => {
  test('a microphone that the person has muted is muted', () => {
    expect(told(MUTED).effects).toEqual([{ type: 'set-muted', callId, muted: true }]);
    expect(told(MUTED, { muted: true }).effects).toEqual([]);
  });

  test('two who were connected meanwhile are', () => {
    expect(told(AT.connecting).state.call).toMatchObject({ phase: 'connected', flowing: true });
    expect(told(AT.connecting, { silentForMs: 4_000 }).state.call).toMatchObject({ flowing: false });
    expect(told(AT.connecting, { connection: 'new' }).state.call).toEqual(AT.connecting.call);
  });

  test('a call in which nothing is heard any more is seen to be one', () => {
    const silent = told(AT.connected, { connection: 'disconnected', silentForMs: 10_000 });
    expect(silent.state.call).toMatchObject({ flowing: false, deadlineAt: NOW - 10_000 + 120_000 });
    expect(silent.effects).toEqual([{ type: 'probe', callId }]);
  });

  test('a call in which the other is heard is one, whatever ICE calls the connection', () => {
    const wavering = told(AT.connected, { connection: 'failed' });
    expect(wavering.state.call).toMatchObject({ flowing: true, deadlineAt: null });
    expect(wavering.effects).toEqual([{ type: 'probe', callId }]);
    const silent = after(AT.connected, { type: 'flow', callId, flowing: false, forMs: 2_000 }).state;
    expect(told(silent, { connection: 'disconnected' }).state.call).toMatchObject({ flowing: true });
    expect(told(silent, { connection: 'new' }).state.call).toEqual(silent.call);
  });

  test('a path that is whole again is seen to be', () => {
    const broken = after(AT.connected, { type: 'flow', callId, flowing: false, forMs: 2_000 }).state;
    expect(told(broken).state.call).toMatchObject({ flowing: true, deadlineAt: null });
    const still = told(broken, { connection: 'disconnected', silentForMs: 5_000 });
    expect(still.state.call).toEqual(broken.call);
  });

  test('what the other said of their microphone is known', () => {
    expect(told(AT.connected, { peerMuted: true }).state.call).toMatchObject({ peerMuted: true });
  });
});
