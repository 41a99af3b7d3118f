import { LIMITS, failure, type Ack, type Command, type GoodAck } from '../../lib/protocol/index.ts';
import { endCall } from './end-call.ts';
import { engage, othersIn } from './members.ts';
import { resolveOtherRings, resolveRing } from './rings.ts';
import { notOn } from './unknown-call.ts';
import { callOf, deliver, type Call, type Installation, type Turn } from './state.ts';

export function claim(turn: Turn, me: Installation, { callId }: Command<'call:claim'>): Ack<'call:claim'> {
  const call = callOf(turn.state, me, callId);
  if (call === undefined) return notOn(turn.state, callId);
  const ring = call.rung.get(me.key);
  if (ring === undefined) return failure('not-invited');
  if (me.call === call) return claimedAck(turn, call, me);
  if (call.phase.name !== 'ringing') return failure('already-claimed');
  if (ring.state !== 'ringing') return failure('call-over');
  if (me.engagedIn !== undefined) return failure('in-a-call');
  return claimCall(turn, call, me);
}

/** The first claim has the call: it stops ringing everywhere else. */
export function claimCall(turn: Turn, call: Call, me: Installation): GoodAck<'call:claim'> {
  const mine = call.rung.get(me.key);
  if (mine === undefined) throw new Error('claimed by an installation that was not rung');
  call.phase = {
    name: 'claimed',
    by: me.key,
    participant: mine.participant,
    deadlineMs: turn.nowMs + LIMITS.claimMs,
  };
  me.rungIn.delete(call.id);
  for (const [key, party] of call.rung) {
    if (party.state !== 'ringing') continue;
    party.state = 'answered-elsewhere';
    if (key === me.key) continue;
    turn.state.installations.get(key)?.rungIn.delete(call.id);
    deliver(turn, key, {
      name: 'call:ended',
      data: { callId: call.id, reason: 'answered-elsewhere', by: mine.participant },
    });
  }
  engage(turn, me, call);
  resolveOtherRings(turn, me);
  deliver(turn, call.caller.key, {
    name: 'call:claimed',
    data: { callId: call.id, by: mine.participant, claimForMs: LIMITS.claimMs },
  });
  turn.notes.push({ what: 'call-claimed', callId: call.id });
  return claimedAck(turn, call, me);
}

function claimedAck(turn: Turn, call: Call, me: Installation): GoodAck<'call:claim'> {
  const claimForMs = call.phase.name === 'claimed' ? Math.max(0, call.phase.deadlineMs - turn.nowMs) : 0;
  return { ok: true, callId: call.id, members: othersIn(call, me), claimForMs };
}

export function release(
  turn: Turn,
  me: Installation,
  { callId, reason }: Command<'call:release'>,
): Ack<'call:release'> {
  const call = callOf(turn.state, me, callId);
  if (call === undefined) return notOn(turn.state, callId);
  if (call.phase.name === 'ringing' && me.rungIn.has(callId)) {
    // its claim never came through: here it has stopped ringing all the same
    resolveRing(turn, call, me, reason === 'changed-mind' ? 'refused' : 'gone');
    return { ok: true };
  }
  if (call.phase.name !== 'claimed' || call.phase.by !== me.key) return failure('not-claimed');
  endCall(turn, call, reason, call.phase.participant, me.key);
  return { ok: true };
}

export function refuse(
  turn: Turn,
  me: Installation,
  { callId, reason }: Command<'call:refuse'>,
): Ack<'call:refuse'> {
  const call = callOf(turn.state, me, callId);
  if (call === undefined) return notOn(turn.state, callId);
  const ring = call.rung.get(me.key);
  if (ring === undefined) return failure('not-invited');
  if (call.phase.name === 'claimed' && call.phase.by === me.key) {
    endCall(turn, call, reason, ring.participant, me.key);
    return { ok: true };
  }
  if (ring.state === 'answered-elsewhere') return failure('already-claimed');
  resolveRing(turn, call, me, reason);
  return { ok: true };
}
