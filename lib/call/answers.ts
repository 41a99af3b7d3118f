import { LIMITS } from '../protocol/index.ts';
import { outcomeOfRefusal } from './endings.ts';
import type { CallEvent } from './event.ts';
import { offerWhenKnown, joined } from './joining.ts';
import type { CallState, Joining } from './state.ts';
import { join, ringOf } from './person.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { CHECK_MS, JOIN_MS, MICROPHONE_MS, SLACK_MS } from './timing.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/** Who can be reached: nobody, and the microphone stays closed. */
export function reached(state: CallState, event: Of<'reached'>, nowMs: number): Step {
  const { call } = state;
  if (call?.phase !== 'checking' || call.callId !== event.callId) return stay(state);
  if (!event.answer.ok) return finish(state, call, { code: outcomeOfRefusal(event.answer.code) }, nowMs);
  // they called while this side asked: with their own call they are busy, and it is this one
  const ring = ringOf(state, call.conversation, call.to);
  if (ring) return join(state, ring, nowMs);
  const others = event.answer.roster.filter(
    ({ id }) => id !== call.me && (call.to === null || id === call.to),
  );
  if (others.length === 0) return finish(state, call, { code: 'nobody-here' }, nowMs);
  if (others.every((other) => other.busy)) {
    return finish(state, call, { code: 'busy', name: others.length === 1 ? others[0]?.name : null }, nowMs);
  }
  return proceed(
    state,
    {
      ...call,
      phase: 'opening',
      microphoneWaits: null,
      deadlineAt: call.deadlineAt - CHECK_MS + MICROPHONE_MS,
    },
    { type: 'open-microphone', callId: call.callId },
  );
}

/** The server rings the others now, or found that one of them was ringing us: then their call is ours. */
export function invited(state: CallState, event: Of<'invited'>, nowMs: number): Step {
  const { call } = state;
  const { answer } = event;
  if (call?.phase !== 'inviting' || call.callId !== event.callId) return takenBack(state, answer);
  if (!answer.ok) {
    const code = call.interrupted ? 'server-lost' : outcomeOfRefusal(answer.code);
    return finish(state, call, { code }, nowMs, {
      type: 'end',
      body: { callId: call.callId, reason: 'cancelled' },
    });
  }
  if (!answer.folded) {
    const { incarnation: _, deadlineAt: __, interrupted: ___, ...kept } = call;
    return proceed(state, {
      ...kept,
      phase: 'ringing',
      incarnation: call.incarnation,
      rung: answer.rung,
      renewAt: nowMs + LIMITS.renewMs,
      deadlineAt: nowMs + answer.ringForMs + SLACK_MS,
    });
  }
  const [from] = answer.members;
  if (!from) return finish(state, call, { code: 'failed' }, nowMs);
  // the word that theirs is over came first
  if (state.over.includes(answer.callId)) {
    return finish(state, call, { code: 'call-over', name: from.name }, nowMs, {
      type: 'release',
      body: { callId: answer.callId, reason: 'failed' },
    });
  }
  const joining: Joining = {
    phase: 'joining',
    outgoing: false,
    kind: call.kind,
    callId: answer.callId,
    conversation: call.conversation,
    me: call.me,
    muted: call.muted,
    from,
    incarnation: call.incarnation,
    microphoneOpen: false,
    microphoneWaits: null,
    members: answer.members,
    offer: null,
    heldCandidates: [],
    accepted: false,
    deadlineAt: nowMs + JOIN_MS,
  };
  const rings = state.rings.filter((ring) => ring.callId !== answer.callId);
  const step = offerWhenKnown({ ...state, rings }, { ...joining, members: null }, joining);
  // the media host hands the open stream on to the call that it became
  return {
    state: step.state,
    effects: [{ type: 'open-microphone', callId: answer.callId }, ...step.effects],
  };
}

/** The answer to an invitation that was given up meanwhile: the server counts the call that it became as claimed from here. */
function takenBack(state: CallState, answer: Of<'invited'>['answer']): Step {
  if (!answer.ok || !answer.folded || state.call?.callId === answer.callId) return stay(state);
  const { callId } = answer;
  return {
    state: { ...state, rings: state.rings.filter((ring) => ring.callId !== callId) },
    effects: [{ type: 'release', body: { callId, reason: 'changed-mind' } }],
  };
}

export function claimed(state: CallState, event: Of<'claimed'>, nowMs: number): Step {
  const { call } = state;
  if (call?.phase !== 'joining' || call.callId !== event.callId || call.members) return stay(state);
  const { callId } = call;
  if (!event.answer.ok && event.answer.code === 'call-unknown') {
    // the server was restarted: the caller rings again, if it is still there
    const deadlineAt = Math.min(call.deadlineAt, nowMs + LIMITS.ringLeaseMs);
    return proceed(state, { ...call, deadlineAt });
  }
  if (!event.answer.ok) {
    return finish(state, call, { code: outcomeOfRefusal(event.answer.code), name: call.from.name }, nowMs, {
      type: 'release',
      body: { callId, reason: 'failed' },
    });
  }
  return offerWhenKnown(state, call, {
    ...call,
    members: event.answer.members,
    deadlineAt: nowMs + Math.min(event.answer.claimForMs, LIMITS.claimMs),
  });
}

export function accepted(state: CallState, event: Of<'accepted'>, nowMs: number): Step {
  const { call } = state;
  // not accepted any more: the server forgot all of it meanwhile
  if (call?.phase !== 'joining' || call.callId !== event.callId || !call.accepted) return stay(state);
  if (!event.answer.ok && event.answer.code === 'call-unknown') return stay(state);
  if (event.answer.ok) return joined(state, call, nowMs);
  return finish(state, call, { code: outcomeOfRefusal(event.answer.code), name: call.from.name }, nowMs, {
    type: 'end',
    body: { callId: call.callId, reason: 'connection-failed' },
  });
}
