import type { Participant, ParticipantId, PublicKey } from '../../lib/protocol/index.ts';
import { deliverOffer, engage, wireMember } from './members.ts';
import { deliver, type Announcement, type Call, type CallMember, type Turn } from './state.ts';

/** Whether each of them says that the other is in the call. */
export function nameEachOther(one: Announcement, other: Announcement): boolean {
  return (
    one !== other &&
    one.command.conversation === other.command.conversation &&
    named(one, other.me) !== undefined &&
    named(other, one.me) !== undefined
  );
}

/** How somebody who says to be in a call calls another member of it. */
export function named({ command }: Announcement, id: ParticipantId): Participant | undefined {
  const member = command.members.find((each) => each.id === id);
  return member && { id: member.id, name: member.name };
}

/** A running call as it was before this server was started, with its first member. */
export function rebuild(turn: Turn, first: Announcement, namedBy: Announcement): Call {
  const { callId, conversation, kind } = first.command;
  const call: Call = {
    id: callId,
    conversation,
    kind,
    // only a ring has to know whose it is
    caller: memberOf(first, namedBy),
    rung: new Map(),
    awaited: undefined,
    members: [],
    phase: { name: 'live' },
  };
  join(turn, call, first, namedBy);
  // another group that tells of this id keeps it; this one is found by its members
  if (!turn.state.calls.has(callId)) turn.state.calls.set(callId, call);
  turn.notes.push({ what: 'call-rebuilt', callId });
  return call;
}

/** Makes it a member. */
export function join(turn: Turn, call: Call, announcement: Announcement, namedBy: Announcement): void {
  const installation = turn.state.installations.get(announcement.key);
  if (installation) engage(turn, installation, call);
  const member = memberOf(announcement, namedBy);
  const taken = call.members.map(({ joinSeq }) => joinSeq);
  if (taken.includes(member.joinSeq)) member.joinSeq = Math.max(...taken) + 1;
  call.members.push(member);
}

/** As another one names it: what somebody calls itself now is nobody else's word. */
function memberOf({ key, me, command }: Announcement, namedBy: Announcement): CallMember {
  const participant = named(namedBy, me);
  if (!participant) throw new Error('rebuilt with a member whom nobody names');
  const { incarnation, joinSeq } = command;
  return { key, participant, incarnation, joinSeq };
}

/** Tells who is in it now, and hands over what offers are good between the latest members and all others. */
export function tellOfJoined(
  turn: Turn,
  call: Call,
  latest: readonly CallMember[],
  /** Has the ack for an answer. */
  asker: PublicKey,
): void {
  for (const { key } of call.members) {
    if (key === asker) continue;
    const members = call.members.filter((each) => each.key !== key).map(wireMember);
    deliver(turn, key, { name: 'call:members', data: { callId: call.id, members } });
  }
  const told = turn.state.announcements.get(call.id);
  const offersOf = ({ key }: CallMember) => told?.get(key)?.command.offers ?? [];
  call.members.forEach((member, index) => {
    for (const other of call.members.slice(0, index)) {
      if (!latest.includes(member) && !latest.includes(other)) continue;
      deliverOffer(turn, call, member, other, offersOf(member));
      deliverOffer(turn, call, other, member, offersOf(other));
    }
  });
}
