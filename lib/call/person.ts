import type { ConversationId, ParticipantId } from '../protocol/index.ts';
import type { CallEvent } from './event.ts';
import { UNANSWERED } from './joining.ts';
import { giveUpRejoinable } from './rejoin.ts';
import type { CallState, IncomingRing } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { CHECK_MS, JOIN_MS, NOTICE_MS } from './timing.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/** "Audio chat": in a conversation that rings already it means yes. */
export function start(state: CallState, event: Of<'start'>, nowMs: number): Step {
  const { callId, conversation, to, me } = event;
  if (state.call) {
    const notice = {
      callId,
      code: 'in-a-call',
      name: null,
      conversation,
      to: null,
      deadlineAt: nowMs + NOTICE_MS,
    } as const;
    return stay(state.call.conversation === conversation ? state : { ...state, notice });
  }
  const ring = ringOf(state, conversation, to);
  if (ring) return join(state, ring, nowMs);
  const call = {
    phase: 'checking',
    outgoing: true,
    kind: to ? 'direct' : 'room',
    callId,
    conversation,
    to,
    me,
    muted: false,
    deadlineAt: nowMs + CHECK_MS,
  } as const;
  const given = giveUpRejoinable(state);
  const step = proceed({ ...given.state, notice: null }, call, { type: 'reach', callId, conversation });
  return { state: step.state, effects: [...given.effects, ...step.effects] };
}

/** The ring that a call of one's own to the same people would be the answer to. */
export function ringOf(
  state: CallState,
  conversation: ConversationId,
  to: ParticipantId | null,
): IncomingRing | undefined {
  return state.rings.find(
    (each) => !each.quiet && each.conversation === conversation && (!to || each.from.id === to),
  );
}

export function accept(
  state: CallState,
  event: Of<'accept' | 'refuse' | 'cancel' | 'hang-up'>,
  nowMs: number,
): Step {
  const ring = state.rings.find((each) => each.callId === event.callId);
  return ring && !state.call ? join(state, ring, nowMs) : stay(state);
}

/** Claim, microphone and (once the claim says for whom) offer run side by side. */
export function join(state: CallState, ring: IncomingRing, nowMs: number): Step {
  const { callId, conversation, kind, me, from } = ring;
  const rings = state.rings.filter((each) => each !== ring);
  const given = giveUpRejoinable(state);
  const step = proceed(
    { ...given.state, rings, notice: null },
    {
      phase: 'joining',
      outgoing: false,
      callId,
      conversation,
      kind,
      me,
      from,
      muted: false,
      incarnation: state.media,
      microphoneOpen: false,
      ...UNANSWERED,
      deadlineAt: nowMs + JOIN_MS,
    },
    { type: 'claim', callId },
    { type: 'open-microphone', callId },
  );
  return { state: step.state, effects: [...given.effects, ...step.effects] };
}

export function refuse(state: CallState, event: Of<'accept' | 'refuse' | 'cancel' | 'hang-up'>): Step {
  const rings = state.rings.filter((each) => each.callId !== event.callId);
  // while a call is being set up here its rings are not shown: the server may fold them into it
  if (state.call || rings.length === state.rings.length) return stay(state);
  return {
    state: { ...state, rings },
    effects: [{ type: 'refuse', body: { callId: event.callId, reason: 'refused' } }],
  };
}

/** Cancel and Hang up are one wish, "no more of this call", whatever phase it reached while the person clicked. */
export function leave(
  state: CallState,
  event: Of<'accept' | 'refuse' | 'cancel' | 'hang-up'>,
  nowMs: number,
): Step {
  const { call } = state;
  if (state.rejoinable?.callId === event.callId) return giveUpRejoinable(state);
  if (call?.callId !== event.callId) return stay(state);
  const { callId } = call;
  switch (call.phase) {
    case 'checking':
    case 'opening':
      return finish(state, call, { code: 'cancelled' }, nowMs);
    case 'inviting':
    case 'ringing':
    case 'answering':
      return finish(state, call, { code: 'cancelled' }, nowMs, {
        type: 'end',
        body: { callId, reason: 'cancelled' },
      });
    case 'joining':
      return call.accepted
        ? finish(state, call, { code: 'ended', name: call.from.name }, nowMs, {
            type: 'end',
            body: { callId, reason: 'hung-up' },
          })
        : finish(state, call, { code: 'cancelled' }, nowMs, {
            type: 'release',
            body: { callId, reason: 'changed-mind' },
          });
    case 'connecting':
    case 'connected':
    case 'rejoining':
      return finish(state, call, { code: 'ended', name: call.peer.name }, nowMs, {
        type: 'end',
        body: { callId, reason: 'hung-up' },
      });
  }
}

/** What has only been asked for in a conversation goes no further once that is left; a microphone that is open goes on. */
export function placeLeft(state: CallState, event: Of<'place-left'>, nowMs: number): Step {
  const { call } = state;
  if (call?.conversation !== event.conversation) return stay(state);
  const { phase, callId } = call;
  const isAskedFor =
    phase === 'checking' || phase === 'opening' || (phase === 'joining' && !call.microphoneOpen);
  return isAskedFor ? leave(state, { type: 'cancel', callId }, nowMs) : stay(state);
}

export function mute(state: CallState, event: Of<'mute'>): Step {
  const { call } = state;
  if (call?.callId !== event.callId || call.muted === event.muted) return stay(state);
  return proceed(
    state,
    { ...call, muted: event.muted },
    { type: 'set-muted', callId: call.callId, muted: event.muted },
  );
}
