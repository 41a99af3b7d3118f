import { LIMITS, type Member } from '../protocol/index.ts';
import type { CallEvent } from './event.ts';
import { outcomeOfRefusal } from './endings.ts';
import { answerAnew } from './joining.ts';
import type { Call, CallState, Connected, Connecting, Rejoinable, Rejoining } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/**
 * Goes back into a call with another media host than before, since that was lost, or the whole browser: its microphone is
 * opened, then it joins anew, so it makes the offer. The place is held as long as everywhere.
 */
export function rejoin(state: CallState, call: Connected | Rejoining | Rejoinable, deadlineAt: number): Step {
  const { callId, conversation, me, muted, outgoing, kind, joinSeq, peer, connectedAt } = call;
  return proceed(
    { ...state, rejoinable: null },
    {
      phase: 'rejoining',
      ...{ callId, conversation, me, muted, outgoing, kind, joinSeq, peer, connectedAt },
      peerMuted: call.peerMuted,
      incarnation: null,
      microphoneWaits: null,
      offer: null,
      heldCandidates: [],
      deadlineAt,
    },
    { type: 'open-microphone', callId },
    ...(muted ? [{ type: 'set-muted', callId, muted } as const] : []),
  );
}

/** The person wants to go back into the call that the browser's end interrupted. */
export function rejoinByPerson(state: CallState, event: Of<'rejoin'>): Step {
  const { call, rejoinable } = state;
  if (call || rejoinable?.callId !== event.callId) return stay(state);
  return rejoin({ ...state, notice: null }, rejoinable, rejoinable.deadlineAt);
}

/** The browser was restarted, and a call was on when it ended. */
export function found(state: CallState, { rejoinable }: Of<'found'>, nowMs: number): Step {
  if (state.call || rejoinable.deadlineAt <= nowMs) return stay(state);
  return stay({ ...state, rejoinable });
}

/** The call that could be gone back into is given up: the other need not wait for it. */
export function giveUpRejoinable(
  state: CallState,
  reason: 'hung-up' | 'connection-failed' = 'hung-up',
): Step {
  const { rejoinable } = state;
  if (!rejoinable) return stay(state);
  return {
    state: { ...state, rejoinable: null },
    effects: [{ type: 'end', body: { callId: rejoinable.callId, reason } }],
  };
}

export function microphoneForRejoining(
  state: CallState,
  call: Rejoining,
  { answer }: Of<'microphone'>,
  nowMs: number,
): Step {
  const { callId, peer } = call;
  if (call.incarnation !== null) return stay(state);
  // as a running call does, this one goes on without one: the media host sends silence, says why, and opens the next
  const incarnation = answer.ok ? answer.incarnation : state.media;
  if (!answer.ok && (incarnation === null || answer.code === 'media-lost')) {
    return finish(state, call, { code: answer.code, name: peer.name }, nowMs, {
      type: 'end',
      body: { callId, reason: 'connection-failed' },
    });
  }
  const joinSeq = Math.max(call.joinSeq, peer.joinSeq) + 1;
  return offerTo(state, { ...call, incarnation, joinSeq, microphoneWaits: null }, peer);
}

/** Offers to the media host that the other has now. */
function offerTo(state: CallState, call: Rejoining, peer: Member): Step {
  const { callId, me, incarnation } = call;
  if (incarnation === null) return proceed(state, { ...call, peer });
  return proceed(
    state,
    { ...call, peer, offer: null, heldCandidates: [] },
    {
      type: 'offer',
      header: {
        v: 1,
        callId,
        from: me,
        to: peer.id,
        incarnations: { from: incarnation, to: peer.incarnation },
        negotiation: 0,
      },
    },
  );
}

/**
 * Who is in the call by the server's word: where the other has another media host by now, what was offered to the
 * earlier one is of no use. Whoever of the two joined last offers anew.
 */
export function members(
  state: CallState,
  told: { readonly callId: Call['callId']; readonly members: readonly Member[] },
  nowMs: number,
): Step {
  const { call } = state;
  if (call?.callId !== told.callId || (call.phase !== 'connected' && call.phase !== 'rejoining'))
    return stay(state);
  const peer = told.members.find(({ id }) => id === call.peer.id);
  if (!peer || peer.joinSeq < call.peer.joinSeq) return stay(state);
  if (peer.incarnation === call.peer.incarnation) {
    // the server can carry what repairs the path again
    return call.phase === 'connected'
      ? { state, effects: [{ type: 'restart', callId: call.callId, asked: 'no' }] }
      : stay(state);
  }
  // what became of an offer that is on its way, its answer tells
  if (call.phase === 'rejoining')
    return call.offer ? proceed(state, { ...call, peer }) : offerTo(state, call, peer);
  if (!joinedAfter(call, peer)) return proceed(state, { ...call, peer });
  const { flowing: _, trouble: __, deadlineAt, ...kept } = call;
  return offerTo(
    state,
    {
      ...kept,
      phase: 'rejoining',
      microphoneWaits: null,
      offer: null,
      heldCandidates: [],
      deadlineAt: deadlineAt ?? placeUntil(nowMs),
    },
    peer,
  );
}

export function offeredForRejoining(
  state: CallState,
  call: Rejoining,
  { description }: Of<'offered'>,
  nowMs: number,
): Step {
  const { incarnation, peer, deadlineAt } = call;
  const meant =
    description.incarnations.from === incarnation && description.incarnations.to === peer.incarnation;
  if (!meant || call.offer) return stay(state);
  const offering = { ...call, offer: description };
  return proceed(state, offering, {
    type: 'resume',
    body: announcement(offering, incarnation),
    withinMs: deadlineAt - nowMs,
  });
}

/** What the server has to be told of a call that it may have forgotten. */
export function announcement(call: Connecting | Connected | Rejoining, incarnation: Member['incarnation']) {
  const { callId, conversation, kind, joinSeq, peer } = call;
  const offers = call.phase === 'rejoining' && call.offer ? [call.offer] : [];
  return { callId, conversation, kind, incarnation, joinSeq, members: [peer], offers };
}

export function resumed(state: CallState, event: Of<'resumed'>, nowMs: number): Step {
  const { call } = state;
  const { answer } = event;
  if (call?.callId !== event.callId) return stay(state);
  if (!('incarnation' in call) || call.incarnation !== event.incarnation) return stay(state);
  if (call.phase === 'connecting' || call.phase === 'connected') {
    // somebody's own word; what the server merely forgot it does not call over
    if (!answer.ok && answer.code === 'call-over')
      return finish(state, call, { code: 'ended', name: call.peer.name }, nowMs);
    const neverHeard = !answer.ok && answer.code === 'not-a-member' && !call.outgoing;
    if (neverHeard && call.phase === 'connecting') return answerAnew(state, call, nowMs);
    if (!answer.ok) return stay(state);
    const counted = { ...state, call: { ...call, joinSeq: answer.joinSeq } };
    return members(counted, { callId: call.callId, members: answer.members }, nowMs);
  }
  if (call.phase !== 'rejoining' || !call.offer || call.incarnation === null) return stay(state);
  if (!answer.ok) {
    const over = answer.code === 'call-over';
    return finish(
      state,
      call,
      { code: over ? 'ended' : outcomeOfRefusal(answer.code), name: call.peer.name },
      nowMs,
      ...(over ? [] : [{ type: 'end', body: { callId: call.callId, reason: 'connection-failed' } } as const]),
    );
  }
  const told = answer.members.find(({ id }) => id === call.peer.id) ?? call.peer;
  // an event may have brought later news than this answer
  const peer = told.joinSeq >= call.peer.joinSeq ? told : call.peer;
  const counted = { ...call, peer, joinSeq: answer.joinSeq };
  const isAnother = peer.incarnation !== call.offer.incarnations.to;
  // of two who are back both, the later one knows of the other, and offers
  if (isAnother && joinedAfter(counted, peer)) return offerTo(state, counted, peer);
  return rejoined(state, counted, call.incarnation);
}

/** The server counts on this media host: what it found may go to the other. */
export function rejoined(state: CallState, call: Rejoining, incarnation: Member['incarnation']): Step {
  const { offer: _, heldCandidates, microphoneWaits: __, ...kept } = call;
  return proceed(
    state,
    { ...kept, phase: 'connected', incarnation, flowing: false, trouble: null },
    ...heldCandidates.map((batch) => ({ type: 'send-candidates', batch }) as const),
  );
}

/** Of two members the later one makes the offers. */
export function joinedAfter({ joinSeq }: Pick<Rejoining, 'joinSeq'>, peer: Member): boolean {
  return joinSeq > peer.joinSeq;
}

/** How long a place is held from now on. Unix time in ms. */
export const placeUntil = (nowMs: number): number => nowMs + LIMITS.placeMs;
