import type { CallId, Description, Member } from '../../lib/protocol/index.ts';
import { deliver, type Call, type CallMember, type Installation, type Turn } from './state.ts';

/** From here on this installation is busy: caller, claimer or member of this call. */
export function engage(turn: Turn, installation: Installation, call: Call): void {
  installation.call = call;
  setBusy(turn, installation, call.id);
}

export function setBusy(turn: Turn, installation: Installation, callId: CallId): void {
  installation.engagedIn = callId;
  for (const conversation of installation.presences.keys()) turn.changed.add(conversation);
}

export function setFree(turn: Turn, installation: Installation): void {
  installation.engagedIn = undefined;
  installation.call = undefined;
  for (const conversation of installation.presences.keys()) turn.changed.add(conversation);
}

/** A member as it goes over the wire. */
export function wireMember({ participant, incarnation, joinSeq }: CallMember): Member {
  return { ...participant, incarnation, joinSeq };
}

export function othersIn(call: Call, me: Installation): Member[] {
  return call.members.filter((member) => member.key !== me.key).map(wireMember);
}

/** Whether there is one that is from the one's present media host to the other's. */
export function deliverOffer(
  turn: Turn,
  call: Call,
  from: CallMember,
  to: CallMember,
  offers: readonly Description[],
): boolean {
  const offer = offers.find(
    (each) =>
      each.type === 'offer' &&
      each.callId === call.id &&
      each.from === from.participant.id &&
      each.to === to.participant.id &&
      each.incarnations.from === from.incarnation &&
      each.incarnations.to === to.incarnation,
  );
  if (!offer) return false;
  deliver(turn, to.key, {
    name: 'call:joined',
    data: { callId: call.id, member: wireMember(from), offer },
  });
  return true;
}
