import { LIMITS, type EndReason, type Participant, type PublicKey } from '../../lib/protocol/index.ts';
import { withdrawAnnouncement } from './announcements.ts';
import { setFree } from './members.ts';
import { deliver, type Call, type Turn } from './state.ts';

/** Everybody for whom the call is not over yet. */
function partiesOf(call: Call): Set<PublicKey> {
  const parties = new Set(call.members.map((member) => member.key));
  if (call.phase.name === 'claimed') parties.add(call.phase.by);
  for (const [key, party] of call.rung) if (party.state === 'ringing') parties.add(key);
  return parties;
}

/**
 * Ends a call for everybody in it and remembers its id for {@link LIMITS.endedCallMs}, unless the place of somebody in a
 * running call ran out, which is nobody's word that it is over.
 * `doneBy` asked for it and has the ack for an answer, so it gets no event.
 */
export function endCall(
  turn: Turn,
  call: Call,
  reason: EndReason,
  by?: Participant,
  doneBy?: PublicKey,
): void {
  const data = by === undefined ? { callId: call.id, reason } : { callId: call.id, reason, by };
  for (const key of partiesOf(call)) {
    if (key !== doneBy) deliver(turn, key, { name: 'call:ended', data });
    const installation = turn.state.installations.get(key);
    if (installation === undefined) continue;
    installation.rungIn.delete(call.id);
    if (installation.call !== call) continue;
    setFree(turn, installation);
    withdrawAnnouncement(turn, installation, call.id);
  }
  if (turn.state.calls.get(call.id) === call) turn.state.calls.delete(call.id);
  turn.notes.push({ what: 'call-ended', callId: call.id, reason });
  // those who are left may still hear each other, or the one who is gone, and tell of the call again
  if (call.phase.name === 'live' && reason === 'gone') return;
  const members = new Set(turn.state.tombstones.get(call.id)?.members);
  for (const { key } of call.members) members.add(key);
  turn.state.tombstones.set(call.id, { untilMs: turn.nowMs + LIMITS.endedCallMs, members });
}
