import { releaseReasonOf } from './endings.ts';
import type { CallEvent } from './event.ts';
import { acceptWhenReady, offerWhenKnown } from './joining.ts';
import type { Effect } from './effect.ts';
import { type CallState, otherOf } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { DISCONNECTED_MS, INVITE_MS, NOTICE_MS } from './timing.ts';
import { LIMITS } from '../protocol/index.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

export function microphone(state: CallState, event: Of<'microphone'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== event.callId) return stay(state);
  const { answer } = event;
  const { callId } = call;
  if (call.phase === 'opening') {
    if (!answer.ok) return finish(state, call, { code: answer.code }, nowMs);
    const { incarnation } = answer;
    const { microphoneWaits: _, ...kept } = call;
    const { conversation, kind, to } = call;
    return proceed(
      state,
      { ...kept, phase: 'inviting', incarnation, deadlineAt: nowMs + INVITE_MS },
      {
        type: 'invite',
        body: {
          ...{ callId, conversation, kind, incarnation },
          ...(to ? { to } : {}),
          memberLimit: LIMITS.membersPerCall,
          ringForMs: LIMITS.ringMs,
        },
      },
    );
  }
  if (call.phase === 'joining') {
    if (!answer.ok) {
      return finish(state, call, { code: answer.code }, nowMs, {
        type: 'release',
        body: { callId, reason: releaseReasonOf(answer.code) },
      });
    }
    return offerWhenKnown(state, call, {
      ...call,
      microphoneOpen: true,
      microphoneWaits: null,
      incarnation: answer.incarnation,
    });
  }
  return stay(state);
}

export function microphoneWaits(state: CallState, event: Of<'microphone-waits'>): Step {
  const { call } = state;
  if (call?.callId !== event.callId) return stay(state);
  const opening = call.phase === 'opening' || (call.phase === 'joining' && !call.microphoneOpen);
  return opening ? proceed(state, { ...call, microphoneWaits: event.waitsFor }) : stay(state);
}

export function offered(state: CallState, event: Of<'offered'>): Step {
  const { call } = state;
  if (call?.phase !== 'joining' || call.callId !== event.callId || call.offer) return stay(state);
  return acceptWhenReady(state, { ...call, offer: event.description });
}

export function answered(state: CallState, event: Of<'answered'>): Step {
  const { call } = state;
  if (call?.callId !== event.callId || (call.phase !== 'connecting' && call.phase !== 'connected'))
    return stay(state);
  return { state, effects: [{ type: 'send-answer', description: event.description }] };
}

export function candidates(state: CallState, event: Of<'candidates'>): Step {
  const { call } = state;
  if (call?.callId !== event.batch.callId) return stay(state);
  if (call.phase === 'joining')
    return proceed(state, { ...call, heldCandidates: [...call.heldCandidates, event.batch] });
  if (call.phase !== 'connecting' && call.phase !== 'connected') return stay(state);
  return { state, effects: [{ type: 'send-candidates', batch: event.batch }] };
}

export function connection(state: CallState, event: Of<'connection'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== event.callId || (call.phase !== 'connecting' && call.phase !== 'connected'))
    return stay(state);
  switch (event.state) {
    case 'new':
      return stay(state);
    case 'connected':
      return call.phase === 'connecting'
        ? proceed(state, { ...call, phase: 'connected', connectedAt: nowMs, deadlineAt: null })
        : proceed(state, { ...call, deadlineAt: null });
    case 'disconnected':
      return call.phase === 'connecting' || call.deadlineAt !== null
        ? stay(state)
        : proceed(state, { ...call, deadlineAt: nowMs + DISCONNECTED_MS });
    case 'failed':
      return lose(state, 'connection-failed', nowMs);
  }
}

export function peerHungUp(state: CallState, event: Of<'peer-hung-up'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== event.callId || (call.phase !== 'connecting' && call.phase !== 'connected'))
    return stay(state);
  return finish(state, call, { code: 'ended', name: call.peer.name }, nowMs, {
    type: 'end',
    body: { callId: call.callId, reason: 'hung-up' },
  });
}

export function peerMuted(state: CallState, event: Of<'peer-muted'>): Step {
  const { call } = state;
  if (call?.callId !== event.callId || (call.phase !== 'connecting' && call.phase !== 'connected'))
    return stay(state);
  return proceed(state, { ...call, peerMuted: event.muted });
}

/** Without a microphone nobody is rung; a running call goes on, and the person is told. */
export function microphoneEnded(state: CallState, event: Of<'microphone-ended'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== event.callId) return stay(state);
  const { callId, conversation } = call;
  switch (call.phase) {
    case 'checking':
    case 'opening':
      return stay(state);
    case 'inviting':
    case 'ringing':
    case 'answering':
      return finish(state, call, { code: 'microphone-failed' }, nowMs, {
        type: 'end',
        body: { callId, reason: 'caller-microphone' },
      });
    case 'joining':
      return finish(
        state,
        call,
        { code: 'microphone-failed' },
        nowMs,
        call.accepted
          ? { type: 'end', body: { callId, reason: 'microphone-failed' } }
          : { type: 'release', body: { callId, reason: 'microphone-failed' } },
      );
    case 'connecting':
    case 'connected': {
      const notice = {
        callId,
        code: 'microphone-failed',
        name: null,
        conversation,
        deadlineAt: nowMs + NOTICE_MS,
      } as const;
      return stay({ ...state, notice });
    }
  }
}

/** The media host says which life it is and what it holds: it is the truth about media. */
export function mediaHere(state: CallState, event: Of<'media-here'>, nowMs: number): Step {
  const { call } = state;
  const orphan: Effect[] =
    event.callId && event.callId !== call?.callId
      ? [
          { type: 'close', callId: event.callId, hangUp: true },
          { type: 'end', body: { callId: event.callId, reason: 'hung-up' } },
        ]
      : [];
  const known = { ...state, media: event.incarnation };
  if (call?.phase === 'joining' && !call.incarnation) {
    const step = offerWhenKnown(known, call, { ...call, incarnation: event.incarnation });
    return { state: step.state, effects: [...orphan, ...step.effects] };
  }
  if (call && 'incarnation' in call && call.incarnation !== event.incarnation) {
    const step = lose(known, 'media-lost', nowMs);
    return { state: step.state, effects: [...orphan, ...step.effects] };
  }
  return { state: known, effects: orphan };
}

export function mediaLost(state: CallState, nowMs: number): Step {
  const gone = { ...state, media: null };
  return gone.call && 'incarnation' in gone.call && gone.call.incarnation
    ? lose(gone, 'media-lost', nowMs)
    : stay(gone);
}

export function mediaFailed(state: CallState, event: Of<'media-failed'>, nowMs: number): Step {
  return state.call?.callId === event.callId ? lose(state, 'failed', nowMs) : stay(state);
}

/** This side can no longer hold the call: say so to everybody in it, or about to be. */
export function lose(
  state: CallState,
  code: 'connection-failed' | 'media-lost' | 'failed',
  nowMs: number,
): Step {
  const { call } = state;
  if (!call) return stay(state);
  const { callId } = call;
  const outcome = { code, name: otherOf(call)?.name };
  if (call.phase === 'checking' || call.phase === 'opening') return finish(state, call, outcome, nowMs);
  return finish(
    state,
    call,
    outcome,
    nowMs,
    call.phase === 'joining' && !call.accepted
      ? { type: 'release', body: { callId, reason: 'failed' } }
      : { type: 'end', body: { callId, reason: 'connection-failed' } },
  );
}
