import {
  failure,
  type Ack,
  type Command,
  type Description,
  type ErrorCode,
} from '../../lib/protocol/index.ts';
import { othersIn, wireMember } from './members.ts';
import { notOn } from './unknown-call.ts';
import { callOf, deliver, type Call, type CallMember, type Installation, type Turn } from './state.ts';

/** The claimer joins; each member that has an offer hears of it. */
export function accept(turn: Turn, me: Installation, command: Command<'call:accept'>): Ack<'call:accept'> {
  const call = callOf(turn.state, me, command.callId);
  if (call === undefined) return notOn(turn.state, command.callId);
  const already = call.members.some(
    (member) => member.key === me.key && member.incarnation === command.incarnation,
  );
  // another life of its background asks again
  if (call.phase.name === 'live' && already) return { ok: true, members: othersIn(call, me), missing: [] };
  if (call.phase.name !== 'claimed' || call.phase.by !== me.key) return failure('not-claimed');
  const joining: CallMember = {
    key: me.key,
    participant: call.phase.participant,
    incarnation: command.incarnation,
    joinSeq: call.members.length,
  };
  const offers = new Map<CallMember, Description>();
  for (const offer of command.offers) {
    const member = call.members.find((other) => other.participant.id === offer.to);
    if (member === undefined) return failure('not-a-member');
    const fault = faultOf(offer, call, joining, member);
    if (fault !== undefined) return failure(fault);
    if (offers.has(member)) return failure('malformed');
    offers.set(member, offer);
  }
  const missing = call.members.filter((member) => !offers.has(member)).map((member) => member.participant.id);
  for (const [member, offer] of offers) {
    deliver(turn, member.key, {
      name: 'call:joined',
      data: {
        callId: call.id,
        member: wireMember(joining),
        offer: { ...offer, from: joining.participant.id },
      },
    });
  }
  call.members.push(joining);
  call.phase = { name: 'live' };
  turn.notes.push({ what: 'call-joined', callId: call.id });
  return { ok: true, members: othersIn(call, me), missing };
}

function faultOf(offer: Description, call: Call, from: CallMember, to: CallMember): ErrorCode | undefined {
  if (offer.type !== 'offer' || offer.callId !== call.id) return 'malformed';
  if (offer.from !== from.participant.id) return 'sender-forged';
  if (offer.incarnations.from !== from.incarnation || offer.incarnations.to !== to.incarnation)
    return 'stale';
  return undefined;
}
