import type { ConversationId, EndReason, Participant, Ring } from '../../lib/protocol/index.ts';
import { endCall } from './end-call.ts';
import { deliver, type Call, type Installation, type Turn } from './state.ts';

/** The invitation as it stands now; empty when it no longer rings. */
export function ringFor(call: Call, nowMs: number): Ring[] {
  if (call.phase.name !== 'ringing') return [];
  return [
    {
      callId: call.id,
      conversation: call.conversation,
      kind: call.kind,
      from: call.caller.participant,
      ringForMs: Math.max(0, call.phase.deadlineMs - nowMs),
    },
  ];
}

/** Makes the call ring at somebody who is not told by this: the caller of it sends or acks the ring. */
export function addRing(call: Call, installation: Installation, participant: Participant): void {
  call.rung.set(installation.key, { participant, state: 'ringing' });
  installation.rungIn.add(call.id);
}

/**
 * Whoever enters a room in which a call still rings for everybody is rung too; of one that rings again after a restart those whom
 * it rang before.
 */
export function ringLateArrival(turn: Turn, me: Installation, conversation: ConversationId): void {
  const presence = me.presences.get(conversation);
  if (presence === undefined || me.engagedIn !== undefined) return;
  for (const call of turn.state.calls.values()) {
    if (call.conversation !== conversation || call.phase.name !== 'ringing') continue;
    const meant = call.awaited ? call.awaited.delete(presence.id) : call.kind === 'room';
    const rung = call.rung.get(me.key);
    if (rung === undefined ? meant : rung.state === 'gone') {
      addRing(call, me, { id: presence.id, name: presence.name });
    }
  }
}

/**
 * The ring at this installation is over without an answer. While it rings at others the caller hears of this
 * one; when it was the last one the call is over.
 */
export function resolveRing(
  turn: Turn,
  call: Call,
  installation: Installation,
  state: 'refused' | 'busy' | 'gone',
): void {
  const party = call.rung.get(installation.key);
  if (party?.state !== 'ringing') return;
  party.state = state;
  installation.rungIn.delete(call.id);
  const parties = [...call.rung.values()];
  if (parties.some((other) => other.state === 'ringing') || call.awaited?.size) {
    deliver(turn, call.caller.key, {
      name: 'call:declined',
      data: { callId: call.id, by: party.participant, reason: state },
    });
    return;
  }
  const reason = reasonWhenNobodyRings(call);
  // Named is this one, if the reason is its own, else anybody whose reason it is.
  const by = party.state === reason ? party : parties.find((other) => other.state === reason);
  endCall(turn, call, reason, by?.participant);
}

function reasonWhenNobodyRings(call: Call): EndReason {
  const states = new Set([...call.rung.values()].map((party) => party.state));
  if (states.has('refused')) return 'refused';
  return states.has('busy') ? 'busy' : 'no-answer';
}

/** An installation that sets up a call is busy for every other that rings at it. */
export function resolveOtherRings(turn: Turn, me: Installation): void {
  for (const callId of [...me.rungIn]) {
    if (callId === me.engagedIn) continue;
    const call = turn.state.calls.get(callId);
    if (call === undefined) continue;
    resolveRing(turn, call, me, 'busy');
    deliver(turn, me.key, { name: 'call:ended', data: { callId, reason: 'busy' } });
  }
}
