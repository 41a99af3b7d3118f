import { LIMITS, type CallId } from '../protocol/index.ts';
import type { Effect } from './effect.ts';
import { outcomeOfRefusal } from './endings.ts';
import type { CallEvent } from './event.ts';
import { invitation } from './inviting.ts';
import { announcement } from './rejoin.ts';
import { type Call, type CallState, otherOf } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { SLACK_MS } from './timing.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/** The shortest ring that is worth making again, in ms. */
const SHORTEST_RING_MS = 1_000;

/**
 * Back on the server. What it has forgotten is told it again: a running call by both who are in it, a ring by its
 * caller; a ring here waits for that as long as the caller's lease lasts. What is over here it is told so.
 */
export function serverCalls(state: CallState, event: Of<'server-calls'>, nowMs: number): Step {
  const known = new Set(event.calls);
  const left = event.calls.filter((callId) => state.over.includes(callId) || isLost(state, event, callId));
  const call = event.ours ? state.call : null;
  const step = call ? returned(state, call, known.has(call.callId), nowMs) : stay(state);
  return { state: step.state, effects: [...left.map(isOver), ...step.effects] };
}

/** A crash of the browser wiped it out here, and there is nothing to go back into: without a word it would be on for ever. */
function isLost(state: CallState, { engaged }: Of<'server-calls'>, callId: CallId): boolean {
  const { call, rejoinable, rings } = state;
  // an invitation whose answer is still to come may have become that call: they were calling already
  const mayBeOurs = call?.phase === 'inviting' || rings.some((ring) => ring.callId === callId);
  return callId === engaged && callId !== call?.callId && callId !== rejoinable?.callId && !mayBeOurs;
}

function returned(state: CallState, call: Call, known: boolean, nowMs: number): Step {
  const { callId } = call;
  switch (call.phase) {
    case 'checking':
    case 'opening':
      return stay(state);
    case 'inviting':
      return known ? stay(state) : proceed(state, { ...call, interrupted: true });
    // tells the server by itself, once its offer is there
    case 'rejoining':
      return stay(state);
    case 'ringing':
    case 'answering':
      return known ? stay(state) : { state, effects: [ringAgain(call, nowMs)] };
    case 'joining': {
      if (known || !call.members) return stay(state);
      // the caller rings again, and is answered again with the same offer
      const deadlineAt = Math.min(call.deadlineAt, nowMs + LIMITS.ringLeaseMs);
      return proceed(state, { ...call, members: null, accepted: false, deadlineAt });
    }
    case 'connecting':
    case 'connected': {
      if (!known) {
        const body = announcement(call, call.incarnation);
        return { state, effects: [{ type: 'resume', body, withinMs: LIMITS.placeMs }] };
      }
      // whether the path needs it the media host knows best, and soonest
      return call.phase === 'connected'
        ? { state, effects: [{ type: 'restart', callId, asked: 'no' }] }
        : stay(state);
    }
  }
}

function ringAgain(call: Extract<Call, { phase: 'ringing' | 'answering' }>, nowMs: number): Effect {
  const leftMs = call.deadlineAt - SLACK_MS - nowMs;
  return {
    type: 'ring-again',
    body: {
      ...invitation(call, call.incarnation),
      ringForMs: Math.min(Math.max(leftMs, SHORTEST_RING_MS), LIMITS.ringMs),
      again: call.phase === 'ringing' ? call.rung.map(({ id }) => id) : [call.by.id],
    },
  };
}

/** Whether it rings again; where it does not, it is over on both sides. */
export function rungAgain(state: CallState, event: Of<'rung-again'>, nowMs: number): Step {
  const { call } = state;
  const { answer } = event;
  if (call?.callId !== event.callId || (call.phase !== 'ringing' && call.phase !== 'answering'))
    return stay(state);
  if (answer.ok && !answer.folded) return stay(state);
  // the socket went once more: the next return rings again
  if (!answer.ok && answer.code === 'server-down') return stay(state);
  const code = answer.ok ? 'server-lost' : outcomeOfRefusal(answer.code);
  return finish(state, call, { code, name: otherOf(call)?.name }, nowMs, {
    type: 'end',
    body: { callId: call.callId, reason: 'cancelled' },
  });
}

/** Somebody still counts on a call that was left here, and the word of it got lost with an earlier life. */
export function sayItIsOver(state: CallState, callId: CallId): Step {
  return state.over.includes(callId) ? { state, effects: [isOver(callId)] } : stay(state);
}

function isOver(callId: CallId): Effect {
  return { type: 'end', body: { callId, reason: 'connection-failed' } };
}

/** Somebody comes to a call that was left here, or that a crash of the browser wiped out. */
export function sayNobodyIsThere(state: CallState, callId: CallId): Step {
  const reason = state.over.includes(callId) ? 'connection-failed' : 'cancelled';
  return { state, effects: [{ type: 'end', body: { callId, reason } }] };
}
