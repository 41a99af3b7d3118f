import {
  type AnyServerEvent,
  type CallId,
  type EndReason,
  LIMITS,
  type ServerEvent,
} from '../protocol/index.ts';
import type { OutcomeCode } from './outcome.ts';
import { outcomeForCaller, outcomeForJoined, outcomeForMember, outcomeForRung } from './endings.ts';
import { joined as joinedHere } from './joining.ts';
import { announcement, joinedAfter, members, rejoined } from './rejoin.ts';
import { sayNobodyIsThere } from './returning.ts';
import { dropRing, renewed } from './rings.ts';
import { type CallState, otherOf } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { CONNECT_MS, SLACK_MS } from './timing.ts';

export function server(state: CallState, event: AnyServerEvent, nowMs: number): Step {
  switch (event.name) {
    case 'call:claimed':
      return claimed(state, event.data, nowMs);
    case 'call:declined':
      return declined(state, event.data);
    case 'call:joined':
      return joined(state, event.data, nowMs);
    case 'call:members':
      return members(state, event.data, nowMs);
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
    case 'peer:offer': {
      const { description } = event.data;
      return isTogetherIn(state, description.callId)
        ? { state, effects: [{ type: 'answer', offer: description }] }
        : stay(state);
    }
    case 'peer:restart-wanted': {
      const { callId } = event.data.header;
      const asked = event.data.newPeer ? 'peer' : 'ice';
      return isTogetherIn(state, callId)
        ? { state, effects: [{ type: 'restart', callId, asked }] }
        : stay(state);
    }
    case 'call:renewed':
      return renewed(state, event.data, nowMs);
    case 'call:ring':
    case 'roster:changed':
    case 'server:goodbye':
    case 'session:replaced':
      return stay(state);
  }
}

function isTogetherIn({ call }: CallState, callId: CallId): boolean {
  return call?.callId === callId && (call.phase === 'connecting' || call.phase === 'connected');
}

function claimed(state: CallState, data: ServerEvent<'call:claimed'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== data.callId) return sayNobodyIsThere(state, data.callId);
  if (call.phase !== 'ringing' && call.phase !== 'inviting' && call.phase !== 'answering') return stay(state);
  const { callId, conversation, me, muted, kind, to, incarnation } = call;
  const deadlineAt = nowMs + data.claimForMs + SLACK_MS;
  return proceed(state, {
    phase: 'answering',
    outgoing: true,
    by: data.by,
    ...{ callId, conversation, me, muted, kind, to, incarnation, deadlineAt },
  });
}

function declined(state: CallState, data: ServerEvent<'call:declined'>): Step {
  const { call } = state;
  if (call?.callId !== data.callId || call.phase !== 'ringing') return stay(state);
  return proceed(state, { ...call, rung: call.rung.filter((each) => each.id !== data.by.id) });
}

function joined(state: CallState, data: ServerEvent<'call:joined'>, nowMs: number): Step {
  const { call } = state;
  const { offer, member } = data;
  const { rejoinable } = state;
  if (rejoinable?.callId === data.callId)
    return member.id === rejoinable.peer.id
      ? stay({ ...state, rejoinable: { ...rejoinable, peer: member } })
      : stay(state);
  if (call?.callId !== data.callId) return sayNobodyIsThere(state, data.callId);
  if (call.phase === 'rejoining') {
    if (member.id !== call.peer.id || offer.from !== member.id || offer.to !== call.me) return stay(state);
    // who joined after this side offers, and to the media host that this side has now
    const meant = offer.incarnations.to === call.incarnation && !joinedAfter(call, member);
    if (!meant || !call.incarnation) return members(state, { callId: call.callId, members: [member] }, nowMs);
    const step = rejoined(state, { ...call, peer: member }, call.incarnation);
    return { state: step.state, effects: [...step.effects, { type: 'answer', offer }] };
  }
  if (call.phase === 'checking' || call.phase === 'opening' || call.phase === 'joining') return stay(state);
  if (offer.to !== call.me || offer.from !== member.id || offer.incarnations.to !== call.incarnation) {
    return stay(state);
  }
  if (call.phase === 'connecting' || call.phase === 'connected') {
    // the same one again, or back with another media host
    const news = member.id === call.peer.id && member.joinSeq >= call.peer.joinSeq;
    return news ? proceed(state, { ...call, peer: member }, { type: 'answer', offer }) : stay(state);
  }
  const { callId, conversation, me, muted, kind, incarnation } = call;
  return proceed(
    state,
    {
      phase: 'connecting',
      outgoing: true,
      joinSeq: 0,
      ...{ callId, conversation, me, muted, kind, incarnation },
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
  if (call.phase === 'connecting' || call.phase === 'connected') return { state, effects: [effect] };
  if (call.phase === 'rejoining' && call.offer && call.incarnation) {
    const step = rejoined(state, call, call.incarnation);
    return { state: step.state, effects: [...step.effects, effect] };
  }
  if (call.phase !== 'joining' || !call.accepted) return stay(state);
  const step = joinedHere(state, call, nowMs);
  return { state: step.state, effects: [...step.effects, effect] };
}

function ended(state: CallState, data: ServerEvent<'call:ended'>, nowMs: number): Step {
  const { call } = state;
  const { reason } = data;
  if (isByStranger(state, data)) return stay(state);
  if (state.rejoinable?.callId === data.callId) return stay({ ...state, rejoinable: null });
  if (call?.callId !== data.callId) return ringEnded(state, data, nowMs);
  const name = data.by?.id === call.me ? otherOf(call)?.name : (data.by?.name ?? otherOf(call)?.name);
  switch (call.phase) {
    case 'checking':
    case 'opening':
    case 'inviting':
    case 'ringing':
    case 'answering': {
      // the server lost sight of this side while it rang
      const code = reason === 'gone' && data.by?.id === call.me ? 'server-lost' : outcomeForCaller(reason);
      return finish(state, call, { code, name }, nowMs);
    }
    case 'joining':
      return finish(
        state,
        call,
        { code: outcomeForRung(reason) ?? 'call-over', name: call.from.name },
        nowMs,
      );
    case 'connecting':
      return finish(state, call, { code: outcomeForJoined(reason), name }, nowMs);
    case 'connected':
      // the server lost sight of somebody and forgot the call; the sound between us says whether they are there
      if (reason === 'gone' && call.deadlineAt === null) {
        const body = announcement(call, call.incarnation);
        return { state, effects: [{ type: 'resume', body, withinMs: LIMITS.placeMs }] };
      }
      return finish(state, call, { code: outcomeOfTogether(reason), name }, nowMs);
    case 'rejoining':
      return finish(state, call, { code: outcomeOfTogether(reason), name }, nowMs);
  }
}

/** Whoever was rung knows a call's id, and may have rung with it at a server that forgot the call: it is not theirs to end. */
function isByStranger({ call, rejoinable }: CallState, { callId, by }: ServerEvent<'call:ended'>): boolean {
  const running = call?.callId === callId && 'peer' in call ? call : rejoinable;
  if (!by || running?.callId !== callId) return false;
  return by.id !== running.me && by.id !== running.peer.id;
}

/** Those who had heard each other lost the connection; it did not fail to come about. */
function outcomeOfTogether(reason: EndReason): OutcomeCode {
  return reason === 'connection-failed' ? 'connection-lost' : outcomeForMember(reason);
}

function ringEnded(state: CallState, data: ServerEvent<'call:ended'>, nowMs: number): Step {
  const ringing = state.rings.find((each) => each.callId === data.callId);
  if (!ringing) return stay(state);
  const code = outcomeForRung(data.reason);
  return dropRing(state, ringing.callId, code, nowMs);
}
