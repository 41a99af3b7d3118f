import { notPutOff } from './clock-set-back.ts';
import { accepted, claimed, invited, reached } from './answers.ts';
import { time } from './deadlines.ts';
import type { CallId } from '../protocol/index.ts';
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import * as media from './media.ts';
import * as path from './path.ts';
import * as person from './person.ts';
import { found, rejoinByPerson, resumed } from './rejoin.ts';
import { rungAgain, serverCalls } from './returning.ts';
import { ring } from './rings.ts';
import { server } from './server.ts';
import type { CallState } from './state.ts';
import { stay, type Step } from './step.ts';
import { woken } from './waking.ts';

/** Late news comes within minutes; nobody has this many calls in that time. */
const REMEMBERED = 32;

/**
 * The whole life of calls at one installation, as a pure function. `nowMs` is Unix time. However a call is left
 * behind, its microphone and peers are closed here, in one place; a person's own hang-up also goes over the control
 * channel, which is faster than the server and needs none.
 */
export function transition(state: CallState, event: CallEvent, nowMs: number): Step {
  const step = react(notPutOff(state, nowMs), event, nowMs);
  const over = callsIn(state).filter((callId) => !callsIn(step.state).includes(callId));
  if (over.length === 0) return step;
  const left = state.call;
  const close: Effect[] =
    left && left.phase !== 'checking' && over.includes(left.callId)
      ? [{ type: 'close', callId: left.callId, hangUp: event.type === 'hang-up' || event.type === 'cancel' }]
      : [];
  return {
    state: { ...step.state, over: [...state.over, ...over].slice(-REMEMBERED) },
    effects: [...step.effects, ...close],
  };
}

function callsIn({ call, rings }: CallState): CallId[] {
  const ringing = rings.map((each) => each.callId);
  return call ? [call.callId, ...ringing] : ringing;
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
    case 'place-left':
      return person.placeLeft(state, event, nowMs);
    case 'mute':
      return person.mute(state, event);
    case 'rejoin':
      return rejoinByPerson(state, event);
    case 'found':
      return found(state, event, nowMs);
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
    case 'resumed':
      return resumed(state, event, nowMs);
    case 'rung-again':
      return rungAgain(state, event, nowMs);
    case 'ring':
      return ring(state, event, nowMs);
    case 'server':
      return server(state, event.event, nowMs);
    case 'server-calls':
      return serverCalls(state, event, nowMs);
    case 'microphone':
      return media.microphone(state, event, nowMs);
    case 'microphone-waits':
      return media.microphoneWaits(state, event);
    case 'offered':
      return media.offered(state, event, nowMs);
    case 'answered':
      return media.answered(state, event);
    case 'media-failed':
      return media.mediaFailed(state, event, nowMs);
    case 'candidates':
      return media.candidates(state, event);
    case 'connection':
      return path.connection(state, event, nowMs);
    case 'flow':
      return path.flow(state, event, nowMs);
    case 'trouble':
      return path.trouble(state, event, nowMs);
    case 'described':
      return path.described(state, event);
    case 'restart-wanted':
      return path.restartWanted(state, event);
    case 'network-changed':
      return path.networkChanged(state);
    case 'peer-hung-up':
      return path.peerHungUp(state, event, nowMs);
    case 'peer-muted':
      return path.peerMuted(state, event);
    case 'microphone-changed':
      return path.microphoneChanged(state, event, nowMs);
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
