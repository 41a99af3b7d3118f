import { failure, type Ack, type Command, type ParticipantId } from '../../lib/protocol/index.ts';
import { announce } from './announcements.ts';
import { isOverBy } from './farewells.ts';
import { deliverOffer, wireMember } from './members.ts';
import { resolveOtherRings, resolveRing } from './rings.ts';
import { type Call, type CallMember, type Installation, type Turn } from './state.ts';

/** "I am in this call": to a server that may have forgotten it, or with another media host than before. */
export function resume(
  turn: Turn,
  me: Installation,
  command: Command<'call:resume'> & { readonly me: ParticipantId },
): Ack<'call:resume'> {
  const { callId, members } = command;
  const { state } = turn;
  if (state.tombstones.get(callId)?.members.has(me.key)) return failure('call-over');
  if (me.engagedIn !== undefined && me.engagedIn !== callId) return failure('in-a-call');
  if (me.call) {
    const member = me.call.members.find(({ key }) => key === me.key);
    return member ? comeBack(turn, me.call, member, command) : failure('not-a-member');
  }
  if (isOverBy(state, { key: me.key, me: command.me, command })) return failure('call-over');
  const other = state.calls.get(callId);
  if (other && other.phase.name !== 'live') {
    // rung anew by one of its members: only an answer leads into that one
    if (members.some(({ id }) => id === other.caller.participant.id)) return failure('not-a-member');
    resolveRing(turn, other, me, 'busy');
  }
  const ack = announce(turn, me, command);
  resolveOtherRings(turn, me);
  return ack;
}

/** A member whose call is known here: with another media host it is the one who joined last. */
function comeBack(
  turn: Turn,
  call: Call,
  member: CallMember,
  { incarnation, joinSeq, offers }: Command<'call:resume'>,
): Ack<'call:resume'> {
  const others = call.members.filter((each) => each !== member);
  if (member.incarnation !== incarnation) {
    member.incarnation = incarnation;
    member.joinSeq = Math.max(joinSeq, 1 + Math.max(...others.map((each) => each.joinSeq)));
  }
  const offered = new Set(others.filter((other) => deliverOffer(turn, call, member, other, offers)));
  const missing = offers.length === 0 ? [] : others.filter((other) => !offered.has(other));
  return {
    ok: true,
    members: others.map(wireMember),
    joinSeq: member.joinSeq,
    missing: missing.map((other) => other.participant.id),
  };
}
