import {
  failure,
  type Ack,
  type Command,
  type ErrorCode,
  type PeerHeader,
  type PublicKey,
} from '../../lib/protocol/index.ts';
import { notOn } from './unknown-call.ts';
import { callOf, deliver, type Installation, type Turn } from './state.ts';

export function relayOffer(
  turn: Turn,
  me: Installation,
  { description }: Command<'peer:offer'>,
): Ack<'peer:offer'> {
  if (description.type !== 'offer') return failure('malformed');
  const route = routeOf(turn, me, description);
  if (!route.ok) return failure(route.code);
  deliver(turn, route.to, { name: 'peer:offer', data: { description } });
  return { ok: true };
}

export function relayRestartWanted(
  turn: Turn,
  me: Installation,
  { header, newPeer }: Command<'peer:restart-wanted'>,
): Ack<'peer:restart-wanted'> {
  const route = routeOf(turn, me, header);
  if (!route.ok) return failure(route.code);
  deliver(turn, route.to, { name: 'peer:restart-wanted', data: { header, ...(newPeer && { newPeer }) } });
  return { ok: true };
}

export function relayAnswer(
  turn: Turn,
  me: Installation,
  { description }: Command<'peer:answer'>,
): Ack<'peer:answer'> {
  if (description.type !== 'answer') return failure('malformed');
  const route = routeOf(turn, me, description);
  if (!route.ok) return failure(route.code);
  deliver(turn, route.to, { name: 'peer:answer', data: { description } });
  return { ok: true };
}

export function relayCandidates(
  turn: Turn,
  me: Installation,
  { batch }: Command<'peer:candidates'>,
): Ack<'peer:candidates'> {
  const route = routeOf(turn, me, batch);
  if (!route.ok) return failure(route.code);
  deliver(turn, route.to, { name: 'peer:candidates', data: { batch } });
  return { ok: true };
}

/**
 * To which installation a message between two members goes. Its `from` is the sender's own participant or the
 * message goes nowhere, so what arrives is what the server knows of the sender.
 */
function routeOf(
  turn: Turn,
  me: Installation,
  { callId, from, to, incarnations }: PeerHeader,
): { readonly ok: true; readonly to: PublicKey } | { readonly ok: false; readonly code: ErrorCode } {
  const call = callOf(turn.state, me, callId);
  if (call === undefined) return notOn(turn.state, callId);
  const sender = call.members.find((member) => member.key === me.key);
  if (sender === undefined || call.phase.name !== 'live') return failure('not-a-member');
  if (sender.participant.id !== from) return failure('sender-forged');
  const receiver = call.members.find((member) => member.participant.id === to);
  if (receiver === undefined || receiver === sender) return failure('not-a-member');
  if (incarnations.from !== sender.incarnation || incarnations.to !== receiver.incarnation) {
    return failure('stale');
  }
  return { ok: true, to: receiver.key };
}
