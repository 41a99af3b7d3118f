import { releaseReasonOf } from './endings.ts';
import type { CallEvent } from './event.ts';
import { invitation } from './inviting.ts';
import { acceptWhenReady, offerWhenKnown } from './joining.ts';
import { reconciled } from './reconciling.ts';
import { microphoneForRejoining, offeredForRejoining, placeUntil, rejoin } from './rejoin.ts';
import type { Effect } from './effect.ts';
import { type CallState, otherOf } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';
import { INVITE_MS } from './timing.ts';

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
    return proceed(
      state,
      { ...kept, phase: 'inviting', incarnation, interrupted: false, deadlineAt: nowMs + INVITE_MS },
      { type: 'invite', body: invitation(call, incarnation) },
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
  return call.phase === 'rejoining' ? microphoneForRejoining(state, call, event, nowMs) : stay(state);
}

export function microphoneWaits(state: CallState, event: Of<'microphone-waits'>): Step {
  const { call } = state;
  if (call?.callId !== event.callId) return stay(state);
  const opening =
    call.phase === 'opening' ||
    (call.phase === 'joining' && !call.microphoneOpen) ||
    (call.phase === 'rejoining' && call.incarnation === null);
  return opening ? proceed(state, { ...call, microphoneWaits: event.waitsFor }) : stay(state);
}

export function offered(state: CallState, event: Of<'offered'>, nowMs: number): Step {
  const { call } = state;
  if (call?.phase === 'rejoining' && call.callId === event.callId)
    return offeredForRejoining(state, call, event, nowMs);
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
  if (call.phase === 'joining' || call.phase === 'rejoining')
    return proceed(state, { ...call, heldCandidates: [...call.heldCandidates, event.batch] });
  if (call.phase !== 'connecting' && call.phase !== 'connected') return stay(state);
  return { state, effects: [{ type: 'send-candidates', batch: event.batch }] };
}

/** Without a microphone nobody is rung; a running call goes on, and what is the trouble is told in it. */
export function microphoneEnded(state: CallState, event: Of<'microphone-ended'>, nowMs: number): Step {
  const { call } = state;
  if (call?.callId !== event.callId) return stay(state);
  const { callId } = call;
  const { trouble } = event;
  switch (call.phase) {
    case 'checking':
    case 'opening':
      return stay(state);
    case 'inviting':
    case 'ringing':
    case 'answering':
      return finish(state, call, { code: trouble }, nowMs, {
        type: 'end',
        body: { callId, reason: 'caller-microphone' },
      });
    case 'joining':
      return finish(state, call, { code: trouble }, nowMs, {
        type: call.accepted ? 'end' : 'release',
        body: { callId, reason: releaseReasonOf(trouble) },
      });
    case 'connecting':
    case 'connected':
    case 'rejoining':
      return stay(state);
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
  if (call && 'incarnation' in call && call.incarnation && call.incarnation !== event.incarnation) {
    const step = mediaWasLost(known, nowMs);
    return { state: step.state, effects: [...orphan, ...step.effects] };
  }
  if (!call || event.callId !== call.callId) return { state: known, effects: orphan };
  return reconciled(known, call, event, nowMs);
}

export function mediaLost(state: CallState, nowMs: number): Step {
  const gone = { ...state, media: null };
  return gone.call && 'incarnation' in gone.call && gone.call.incarnation
    ? mediaWasLost(gone, nowMs)
    : stay(gone);
}

/** A call in which they heard each other is worth another media host; one that is being set up is begun again sooner. */
function mediaWasLost(state: CallState, nowMs: number): Step {
  const { call } = state;
  if (call?.phase === 'connected') return rejoin(state, call, call.deadlineAt ?? placeUntil(nowMs));
  if (call?.phase === 'rejoining') return rejoin(state, call, call.deadlineAt);
  return lose(state, 'media-lost', nowMs);
}

export function mediaFailed(state: CallState, event: Of<'media-failed'>, nowMs: number): Step {
  if (state.call?.callId !== event.callId) return stay(state);
  // in a running call the media host goes on trying
  return state.call.phase === 'connected' ? stay(state) : lose(state, 'failed', nowMs);
}

/** This side can no longer hold the call: say so to everybody in it, or about to be. */
export function lose(
  state: CallState,
  code: 'connection-failed' | 'connection-lost' | 'media-lost' | 'failed',
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
