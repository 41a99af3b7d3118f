import { failure, type Ack, type Command, type ParticipantId } from '../../lib/protocol/index.ts';
import { announce } from './announcements.ts';
import { deliverOffer, wireMember } from './members.ts';
import { type Call, type CallMember, type Installation, type Turn } from './state.ts';

/** "I am in this call": to a server that may have forgotten it, or with another media host than before. */
export function resume(
  turn: Turn,
  me: Installation,
  command: Command<'call:resume'> & { readonly me: ParticipantId },
): Ack<'call:resume'> {
  const { callId } = command;
  if (turn.state.tombstones.has(callId)) return failure('call-over');
  if (me.engagedIn !== undefined && me.engagedIn !== callId) return failure('in-a-call');
  const call = turn.state.calls.get(callId);
  const member = call?.members.find((each) => each.key === me.key);
  if (call && member) return comeBack(turn, call, member, command);
  if (call && call.phase.name !== 'live') return failure('not-a-member');
  return announce(turn, me, command);
}

/** A member whose call is known here: with another media host it is the one who joined last. */
function comeBack(
  turn: Turn,
  call: Call,
  member: CallMember,
  { incarnation, joinSeq, offers }: Command<'call:resume'>,
): Ack<'call:resume'> {
  if (member.incarnation !== incarnation) {
    const highest = Math.max(...call.members.filter((each) => each !== member).map((each) => each.joinSeq));
    member.incarnation = incarnation;
    member.joinSeq = Math.max(joinSeq, highest + 1);
  }
  const others = call.members.filter((each) => each !== member);
  const offered = others.filter((other) => deliverOffer(turn, call, member, other, offers));
  const missing = offers.length === 0 ? [] : others.filter((other) => !offered.includes(other));
  return {
    ok: true,
    members: others.map(wireMember),
    joinSeq: member.joinSeq,
    missing: missing.map((other) => other.participant.id),
  };
}
