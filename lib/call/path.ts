import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import { placeUntil } from './rejoin.ts';
import type { Call, CallState } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { LIMITS } from '../protocol/index.ts';
import { CHANGE_TOLD_MS, HEARD_AGAIN_MS } from './timing.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;
type Together = Extract<Call, { phase: 'connecting' | 'connected' }>;

function togetherIn(state: CallState, callId: Call['callId']): Together | null {
  const { call } = state;
  if (call?.callId !== callId) return null;
  return call.phase === 'connecting' || call.phase === 'connected' ? call : null;
}

/** What is known only from the other's own reports, and only as long as they come. */
const BY_REPORT: ReadonlySet<Of<'trouble'>['trouble']> = new Set([
  'nothing-arrives',
  'nothing-reaches',
  'peer-microphone-silent',
  'peer-microphone-gone',
]);

/**
 * The media host repairs a broken path by itself. Here it is only counted how long that may take, and the socket is
 * looked after, which the repair goes by. A path by which the other is heard is not broken, whatever ICE calls it.
 */
export function connection(state: CallState, event: Of<'connection'>, nowMs: number): Step {
  const call = togetherIn(state, event.callId);
  if (!call) return stay(state);
  switch (event.state) {
    case 'new':
      return stay(state);
    case 'connected':
      return call.phase === 'connecting'
        ? proceed(state, {
            ...call,
            phase: 'connected',
            connectedAt: nowMs,
            flowing: true,
            trouble: null,
            deadlineAt: null,
          })
        : proceed(state, { ...call, deadlineAt: null }, BACK);
    case 'disconnected':
    case 'failed':
      return proceed(state, isHeld(call) ? placeHeld(call, nowMs) : call, {
        type: 'probe',
        callId: call.callId,
      });
  }
}

/** Whether it is for the place that time runs out: a first connection has a deadline of its own, and who is heard is there. */
function isHeld(call: Together): boolean {
  return call.phase === 'connected' && !call.flowing && !BY_REPORT.has(call.trouble);
}

function placeHeld<C extends Together>(call: C, nowMs: number): C {
  return { ...call, deadlineAt: call.deadlineAt ?? placeUntil(nowMs) };
}

/**
 * What shows that this machine has a network again. The other is often found before the server, one way at least, and
 * whether both can be heard may wait for a word by the server.
 */
const BACK = { type: 'network-is-back' } as const;

/** `forMs` is by the wall clock: a machine that slept through the whole time comes to one clean end, unless the other is still heard. */
export function flow(state: CallState, event: Of<'flow'>, nowMs: number): Step {
  const call = togetherIn(state, event.callId);
  if (call?.phase !== 'connected') return stay(state);
  if (event.flowing) return proceed(state, { ...call, flowing: true, deadlineAt: null }, BACK);
  const until = Math.min(call.deadlineAt ?? Infinity, nowMs - event.forMs + LIMITS.placeMs);
  // a clock that was put forward looks like a sleep, and the next packet tells
  const deadlineAt = Math.max(until, nowMs + HEARD_AGAIN_MS);
  return proceed(state, { ...call, flowing: false, deadlineAt }, { type: 'probe', callId: call.callId });
}

/** Somebody whose reports come is not gone, though nothing is heard; after the last one the place is held as ever. */
export function trouble(state: CallState, event: Of<'trouble'>, nowMs: number): Step {
  const together = togetherIn(state, event.callId);
  if (together?.phase !== 'connected') return stay(state);
  const isThere = together.flowing || BY_REPORT.has(event.trouble);
  const call = isThere ? { ...together, deadlineAt: null } : placeHeld(together, nowMs);
  // what was said of the microphone before is not true any more
  const notice = event.trouble && state.notice?.code === 'microphone-changed' ? null : state.notice;
  return proceed({ ...state, notice }, { ...call, trouble: event.trouble });
}

/** What the media host made by itself goes by the server too: the control channel may be as broken as the path. */
export function described(state: CallState, { description }: Of<'described'>): Step {
  const call = togetherIn(state, description.callId);
  if (!call) return stay(state);
  const type = description.type === 'offer' ? 'send-offer' : 'send-answer';
  return { state, effects: [{ type, description }, ...probeFor(call)] };
}

export function restartWanted(state: CallState, { header, newPeer }: Of<'restart-wanted'>): Step {
  const call = togetherIn(state, header.callId);
  if (!call) return stay(state);
  return { state, effects: [{ type: 'send-restart-wanted', header, newPeer }, ...probeFor(call)] };
}

/** Where the first round has led to nothing, it may be that the server's word did not come. */
function probeFor({ phase, callId }: Together): Effect[] {
  return phase === 'connecting' ? [{ type: 'probe', callId }] : [];
}

/** A connection to the server over an interface that went is dead, and nobody may tell for a long time. */
export function networkChanged(state: CallState): Step {
  return { state, effects: [BACK] };
}

export function peerHungUp(state: CallState, event: Of<'peer-hung-up'>, nowMs: number): Step {
  const call = togetherIn(state, event.callId);
  if (!call) return stay(state);
  return finish(state, call, { code: 'ended', name: call.peer.name }, nowMs, {
    type: 'end',
    body: { callId: call.callId, reason: 'hung-up' },
  });
}

export function peerMuted(state: CallState, event: Of<'peer-muted'>): Step {
  const call = togetherIn(state, event.callId);
  return call ? proceed(state, { ...call, peerMuted: event.muted }) : stay(state);
}

export function microphoneChanged(state: CallState, event: Of<'microphone-changed'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== event.callId) return stay(state);
  const { callId, conversation } = call;
  const notice = {
    code: 'microphone-changed',
    name: event.label,
    callId,
    conversation,
    to: null,
    deadlineAt: nowMs + CHANGE_TOLD_MS,
  } as const;
  return stay({ ...state, notice });
}
