import type { Ack, Command, EndReason } from '../../lib/protocol/index.ts';
import { endCall } from './end-call.ts';
import { sayFarewell } from './farewells.ts';
import { resolveRing } from './rings.ts';
import { callOf, type Installation, type Turn } from './state.ts';

/** Hang up, cancel, or refuse: whatever is this installation's part in it is over. */
export function end(turn: Turn, me: Installation, command: Command<'call:end'>): Ack<'call:end'> {
  const call = callOf(turn.state, me, command.callId);
  const member = call?.members.find((other) => other.key === me.key);
  if (call === undefined || (me.call !== call && !me.rungIn.has(call.id))) {
    sayFarewell(turn, me, command);
  } else if (member !== undefined) {
    endCall(turn, call, reasonOf(command.reason, call.phase.name), member.participant, me.key);
  } else if (call.phase.name === 'claimed' && call.phase.by === me.key) {
    endCall(turn, call, command.reason, call.phase.participant, me.key);
  } else {
    resolveRing(turn, call, me, ringStateOf(command.reason));
  }
  return { ok: true };
}

/** Before anybody has joined there is nothing to hang up: the caller cancels. */
function reasonOf(reason: EndReason, phase: 'ringing' | 'claimed' | 'live'): EndReason {
  return phase !== 'live' && reason === 'hung-up' ? 'cancelled' : reason;
}

/** Somebody who never claimed leaves: only a person's own word is a refusal. */
function ringStateOf(reason: EndReason): 'refused' | 'busy' | 'gone' {
  if (reason === 'busy') return 'busy';
  return reason === 'refused' || reason === 'hung-up' || reason === 'cancelled' ? 'refused' : 'gone';
}
