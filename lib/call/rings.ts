import { LIMITS, type CallId, type ServerEvent } from '../protocol/index.ts';
import type { outcomeForRung } from './endings.ts';
import type { CallEvent } from './event.ts';
import { announcement } from './rejoin.ts';
import { sayItIsOver } from './returning.ts';
import type { CallState, IncomingRing, Joining } from './state.ts';
import { proceed, stay, type Step } from './step.ts';
import { JOIN_MS, NOTICE_MS, SLACK_MS } from './timing.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/**
 * Somebody rings. In a call, or past the point where the server would have folded the two, we are busy; while our
 * own call is being set up in the same conversation the ring waits for what the server makes of them.
 */
export function ring(state: CallState, event: Of<'ring'>, nowMs: number): Step {
  const { callId, conversation, kind, from, ringForMs } = event.ring;
  const { call } = state;
  if (state.over.includes(callId)) return sayItIsOver(state, callId);
  const times = { deadlineAt: nowMs + ringForMs + SLACK_MS, leaseAt: nowMs + LIMITS.ringLeaseMs };
  if (state.rings.some((each) => each.callId === callId))
    return stay(withRing(state, callId, { ...times, quiet: false }));
  if (call?.callId === callId) {
    // the server forgot our answer: it is given again
    if (call.phase === 'joining' && !call.members && !call.accepted) return answerAgain(state, call, nowMs);
    if (call.phase !== 'connecting') return stay(state);
    // a ring from before the answer, or one because nobody heard it: the server knows
    const body = announcement(call, call.incarnation);
    return { state, effects: [{ type: 'resume', body, withinMs: LIMITS.placeMs }] };
  }
  const mayFold =
    call !== null &&
    call.conversation === conversation &&
    (call.phase === 'checking' || call.phase === 'opening' || call.phase === 'inviting');
  if (call && !mayFold) {
    return { state, effects: [{ type: 'refuse', body: { callId, reason: 'busy' } }] };
  }
  const incoming = { callId, conversation, kind, me: event.me, from, ...times, quiet: false };
  return {
    state: { ...state, rings: [...state.rings, incoming], notice: call ? state.notice : null },
    effects: call ? [] : [{ type: 'prewarm' }],
  };
}

function answerAgain(state: CallState, call: Joining, nowMs: number): Step {
  const { callId } = call;
  return proceed(state, { ...call, deadlineAt: nowMs + JOIN_MS }, { type: 'claim', callId });
}

/** The caller is still there. */
export function renewed(state: CallState, { callId }: ServerEvent<'call:renewed'>, nowMs: number): Step {
  return stay(withRing(state, callId, { leaseAt: nowMs + LIMITS.ringLeaseMs, quiet: false }));
}

/** Nothing was heard of these callers for too long: they fall silent, until they are heard of again or their time is over. */
export function quieten(state: CallState, nowMs: number): CallState {
  const lapsed = (each: IncomingRing) => !each.quiet && each.leaseAt <= nowMs;
  if (!state.rings.some(lapsed)) return state;
  return { ...state, rings: state.rings.map((each) => (lapsed(each) ? { ...each, quiet: true } : each)) };
}

function withRing(state: CallState, callId: CallId, change: Partial<IncomingRing>): CallState {
  const rings = state.rings.map((each) => (each.callId === callId ? { ...each, ...change } : each));
  return { ...state, rings };
}

/** A ring is over without an answer from here; it is worth a word unless a call is on. */
export function dropRing(
  state: CallState,
  callId: CallId,
  code: ReturnType<typeof outcomeForRung>,
  nowMs: number,
): Step {
  const gone = state.rings.find((each) => each.callId === callId);
  const rings = state.rings.filter((each) => each.callId !== callId);
  if (!gone || !code || state.call) return stay({ ...state, rings });
  const { conversation, from } = gone;
  return stay({
    ...state,
    rings,
    notice: { callId, code, name: from.name, conversation, to: from.id, deadlineAt: nowMs + NOTICE_MS },
  });
}
