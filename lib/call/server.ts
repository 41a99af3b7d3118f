import type { AnyServerEvent, CallId, ServerEvent } from '../protocol/index.ts';
import { outcomeForCaller, outcomeForMember, outcomeForRung } from './endings.ts';
import type { CallEvent } from './event.ts';
import { joined as joinedHere } from './joining.ts';
import { type CallState, otherOf } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { CONNECT_MS, NOTICE_MS, SLACK_MS } from './timing.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/**
 * Somebody rings. In a call, or past the point where the server would have folded the two, we are busy; while our
 * own call is being set up in the same conversation the ring waits for what the server makes of them.
 */
export function ring(state: CallState, event: Of<'ring'>, nowMs: number): Step {
  const { callId, conversation, from, ringForMs } = event.ring;
  const { call } = state;
  if (state.over.includes(callId)) return stay(state);
  if (call?.callId === callId || state.rings.some((each) => each.callId === callId)) return stay(state);
  const mayFold =
    call !== null &&
    call.conversation === conversation &&
    (call.phase === 'checking' || call.phase === 'opening' || call.phase === 'inviting');
  if (call && !mayFold) {
    return { state, effects: [{ type: 'refuse', body: { callId, reason: 'busy' } }] };
  }
  const incoming = { callId, conversation, me: event.me, from, deadlineAt: nowMs + ringForMs + SLACK_MS };
  return {
    state: { ...state, rings: [...state.rings, incoming], notice: call ? state.notice : null },
    effects: call ? [] : [{ type: 'prewarm' }],
  };
}

export function server(state: CallState, event: AnyServerEvent, nowMs: number): Step {
  switch (event.name) {
    case 'call:claimed':
      return claimed(state, event.data, nowMs);
    case 'call:declined':
      return declined(state, event.data);
    case 'call:joined':
      return joined(state, event.data, nowMs);
    case 'call:ended':
      return ended(state, event.data, nowMs);
    case 'peer:answer':
      return peerAnswer(state, event.data, nowMs);
    case 'peer:candidates': {
      const { batch } = event.data;
      return state.call?.callId === batch.callId
        ? { state, effects: [{ type: 'add-candidates', batch }] }
        : stay(state);
    }
    case 'call:ring':
    case 'call:renewed':
    case 'peer:offer':
    case 'peer:restart-wanted':
    case 'roster:changed':
    case 'server:goodbye':
    case 'session:replaced':
      return stay(state);
  }
}

function claimed(state: CallState, data: ServerEvent<'call:claimed'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== data.callId) return sayItIsOver(state, data.callId);
  if (call.phase !== 'ringing' && call.phase !== 'inviting') return stay(state);
  const { callId, conversation, me, muted, kind, to, incarnation } = call;
  const deadlineAt = nowMs + data.claimForMs + SLACK_MS;
  return proceed(state, {
    phase: 'answering',
    outgoing: true,
    by: data.by,
    ...{ callId, conversation, me, muted, kind, to, incarnation, deadlineAt },
  });
}

/** Somebody still counts on a call that was left here, and the word of it got lost with an earlier life. */
function sayItIsOver(state: CallState, callId: CallId): Step {
  if (!state.over.includes(callId)) return stay(state);
  return { state, effects: [{ type: 'end', body: { callId, reason: 'connection-failed' } }] };
}

function declined(state: CallState, data: ServerEvent<'call:declined'>): Step {
  const { call } = state;
  if (call?.callId !== data.callId || call.phase !== 'ringing') return stay(state);
  return proceed(state, { ...call, rung: call.rung.filter((each) => each.id !== data.by.id) });
}

function joined(state: CallState, data: ServerEvent<'call:joined'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== data.callId) return sayItIsOver(state, data.callId);
  if (call.phase !== 'inviting' && call.phase !== 'ringing' && call.phase !== 'answering') return stay(state);
  const { offer, member } = data;
  if (offer.to !== call.me || offer.from !== member.id || offer.incarnations.to !== call.incarnation) {
    return stay(state);
  }
  const { callId, conversation, me, muted, incarnation } = call;
  return proceed(
    state,
    {
      phase: 'connecting',
      outgoing: true,
      ...{ callId, conversation, me, muted, incarnation },
      peer: member,
      peerMuted: false,
      deadlineAt: nowMs + CONNECT_MS,
    },
    { type: 'answer', offer },
  );
}

/** An answer can overtake the ack of our accept (after a reconnection): it says the same, and more. */
function peerAnswer(state: CallState, { description }: ServerEvent<'peer:answer'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== description.callId || description.type !== 'answer') return stay(state);
  const effect = { type: 'accept-answer', answer: description } as const;
  if (call.phase === 'connecting' && !call.outgoing) return { state, effects: [effect] };
  if (call.phase !== 'joining' || !call.accepted) return stay(state);
  const step = joinedHere(state, call, nowMs);
  return { state: step.state, effects: [...step.effects, effect] };
}

function ended(state: CallState, data: ServerEvent<'call:ended'>, nowMs: number): Step {
  const { call } = state;
  const { reason } = data;
  if (call?.callId !== data.callId) return ringEnded(state, data, nowMs);
  const name = data.by?.id === call.me ? otherOf(call)?.name : (data.by?.name ?? otherOf(call)?.name);
  switch (call.phase) {
    case 'checking':
    case 'opening':
    case 'inviting':
    case 'ringing':
    case 'answering':
      return finish(state, call, { code: outcomeForCaller(reason), name }, nowMs);
    case 'joining':
      return finish(
        state,
        call,
        { code: outcomeForRung(reason) ?? 'call-over', name: call.from.name },
        nowMs,
      );
    case 'connecting':
      return finish(state, call, { code: outcomeForMember(reason), name }, nowMs);
    case 'connected':
      // the server lost sight of somebody; the sound between us says whether they are there
      if (reason === 'gone') return stay(state);
      return finish(state, call, { code: outcomeForMember(reason), name }, nowMs);
  }
}

function ringEnded(state: CallState, data: ServerEvent<'call:ended'>, nowMs: number): Step {
  const ringing = state.rings.find((each) => each.callId === data.callId);
  if (!ringing) return stay(state);
  const code = outcomeForRung(data.reason);
  return dropRing(state, ringing.callId, code, nowMs);
}

/** A ring is over without an answer from here; it is worth a word unless a call is on. */
export function dropRing(
  state: CallState,
  callId: CallId,
  code: 'missed' | 'answered-elsewhere' | ReturnType<typeof outcomeForRung>,
  nowMs: number,
): Step {
  const gone = state.rings.find((each) => each.callId === callId);
  const rings = state.rings.filter((each) => each.callId !== callId);
  if (!gone || !code || state.call) return stay({ ...state, rings });
  const { conversation, from } = gone;
  return stay({
    ...state,
    rings,
    notice: { callId, code, name: from.name, conversation, deadlineAt: nowMs + NOTICE_MS },
  });
}

/**
 * Back on the server: what it does not know any more is over, but for sound, which needs no server; and what is over
 * here it is told so.
 */
export function serverCalls(state: CallState, event: Of<'server-calls'>, nowMs: number): Step {
  const known = new Set(event.calls);
  let next = state;
  for (const each of state.rings) {
    if (!known.has(each.callId)) next = dropRing(next, each.callId, 'missed', nowMs).state;
  }
  const left = event.calls.flatMap((callId) => sayItIsOver(state, callId).effects);
  const { call } = next;
  if (!call || known.has(call.callId)) return { state: next, effects: left };
  const serverShouldKnow =
    call.phase === 'ringing' ||
    call.phase === 'answering' ||
    (call.phase === 'joining' && call.members !== null);
  return serverShouldKnow
    ? finish(next, call, { code: 'server-lost', name: otherOf(call)?.name }, nowMs, ...left)
    : { state: next, effects: left };
}
