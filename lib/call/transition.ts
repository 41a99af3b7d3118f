import { accepted, claimed, invited, reached } from './answers.ts';
import { time, woken } from './deadlines.ts';
import type { CallEvent } from './event.ts';
import * as media from './media.ts';
import * as person from './person.ts';
import { ring, server, serverCalls } from './server.ts';
import type { CallState } from './state.ts';
import { stay, type Step } from './step.ts';

/**
 * The whole life of calls at one installation, as a pure function. `nowMs` is Unix time. However a call is left
 * behind, its microphone and peers are closed here, in one place.
 */
export function transition(state: CallState, event: CallEvent, nowMs: number): Step {
  const step = react(state, event, nowMs);
  const left = state.call;
  if (!left || left.phase === 'checking' || step.state.call?.callId === left.callId) return step;
  const hangUp = left.phase === 'connecting' || left.phase === 'connected';
  return { state: step.state, effects: [...step.effects, { type: 'close', callId: left.callId, hangUp }] };
}

function react(state: CallState, event: CallEvent, nowMs: number): Step {
  switch (event.type) {
    case 'start':
      return person.start(state, event, nowMs);
    case 'accept':
      return person.accept(state, event, nowMs);
    case 'refuse':
      return person.refuse(state, event);
    case 'cancel':
    case 'hang-up':
      return person.leave(state, event, nowMs);
    case 'mute':
      return person.mute(state, event);
    case 'dismiss':
      return stay({ ...state, notice: null });
    case 'reached':
      return reached(state, event, nowMs);
    case 'invited':
      return invited(state, event, nowMs);
    case 'claimed':
      return claimed(state, event, nowMs);
    case 'accepted':
      return accepted(state, event, nowMs);
    case 'ring':
      return ring(state, event, nowMs);
    case 'server':
      return server(state, event.event, nowMs);
    case 'server-calls':
      return serverCalls(state, event, nowMs);
    case 'microphone':
      return media.microphone(state, event, nowMs);
    case 'offered':
      return media.offered(state, event);
    case 'answered':
      return media.answered(state, event);
    case 'media-failed':
      return media.mediaFailed(state, event, nowMs);
    case 'candidates':
      return media.candidates(state, event);
    case 'connection':
      return media.connection(state, event, nowMs);
    case 'peer-hung-up':
      return media.peerHungUp(state, event, nowMs);
    case 'peer-muted':
      return media.peerMuted(state, event);
    case 'microphone-ended':
      return media.microphoneEnded(state, event, nowMs);
    case 'media-here':
      return media.mediaHere(state, event, nowMs);
    case 'media-lost':
      return media.mediaLost(state, nowMs);
    case 'woken':
      return woken(state, nowMs);
    case 'time':
      return time(state, nowMs);
  }
}
