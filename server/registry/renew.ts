import { LIMITS, failure, type Ack, type Command } from '../../lib/protocol/index.ts';
import { callOf, deliver, type Installation, type Turn } from './state.ts';
import { notOn } from './unknown-call.ts';

/** The caller is still there: it goes on ringing, and everybody for whom it rings is told. */
export function renew(turn: Turn, me: Installation, { callId }: Command<'call:renew'>): Ack<'call:renew'> {
  const call = callOf(turn.state, me, callId);
  if (call === undefined) return notOn(turn.state, callId);
  if (call.caller.key !== me.key) return failure('not-a-member');
  if (call.phase.name !== 'ringing') return { ok: true };
  call.phase.leaseMs = turn.nowMs + LIMITS.ringLeaseMs;
  for (const [key, party] of call.rung) {
    if (party.state === 'ringing') deliver(turn, key, { name: 'call:renewed', data: { callId } });
  }
  return { ok: true };
}
