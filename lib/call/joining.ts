import type { CallState, Connecting, Joining } from './state.ts';
import { finish, proceed, type Step } from './step.ts';
import { CONNECT_MS, JOIN_MS } from './timing.ts';

/** Where every answer begins. */
export const UNANSWERED: Pick<
  Joining,
  'microphoneWaits' | 'members' | 'offer' | 'heldCandidates' | 'accepted'
> = { microphoneWaits: null, members: null, offer: null, heldCandidates: [], accepted: false };

/** The offer can be made once both incarnations are known: from then on it runs beside the microphone. */
export function offerWhenKnown(state: CallState, before: Joining, call: Joining): Step {
  const [to] = call.members ?? [];
  if (call.offer && to && call.offer.incarnations.to === to.incarnation) return acceptWhenReady(state, call);
  const known = (joining: Joining) => joining.members !== null && joining.incarnation !== null;
  if (!to || !call.incarnation || known(before)) return acceptWhenReady(state, call);
  const unoffered = { ...call, offer: null };
  return proceed(state, unoffered, {
    type: 'offer',
    header: {
      v: 1,
      callId: call.callId,
      from: call.me,
      to: to.id,
      incarnations: { from: call.incarnation, to: to.incarnation },
      negotiation: 0,
    },
  });
}

/** Accept when claim, microphone and offer are all there, and only once. */
export function acceptWhenReady(state: CallState, call: Joining): Step {
  const { callId, incarnation, offer } = call;
  if (call.accepted || !call.members || !call.microphoneOpen || !offer || !incarnation)
    return proceed(state, call);
  return proceed(
    state,
    { ...call, accepted: true },
    { type: 'accept', body: { callId, incarnation, offers: [offer] } },
  );
}

/** The caller never heard the answer and rings anew at a server that forgot it: it is given again, with the microphone kept open. */
export function answerAnew(state: CallState, call: Connecting, nowMs: number): Step {
  const { callId, conversation, me, muted, kind, incarnation, peer } = call;
  return proceed(
    state,
    {
      phase: 'joining',
      outgoing: false,
      ...{ callId, conversation, me, muted, kind, incarnation },
      from: { id: peer.id, name: peer.name },
      microphoneOpen: true,
      ...UNANSWERED,
      deadlineAt: nowMs + JOIN_MS,
    },
    { type: 'claim', callId },
  );
}

/** The server counts us as a member: candidates found so far may go. */
export function joined(state: CallState, call: Joining, nowMs: number): Step {
  const [peer] = call.members ?? [];
  if (!peer || !call.incarnation) return finish(state, call, { code: 'failed' }, nowMs);
  return proceed(
    state,
    {
      phase: 'connecting',
      outgoing: false,
      callId: call.callId,
      conversation: call.conversation,
      me: call.me,
      muted: call.muted,
      kind: call.kind,
      joinSeq: peer.joinSeq + 1,
      incarnation: call.incarnation,
      peer,
      peerMuted: false,
      deadlineAt: nowMs + CONNECT_MS,
    },
    ...call.heldCandidates.map((batch) => ({ type: 'send-candidates', batch }) as const),
  );
}
