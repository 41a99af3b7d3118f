import * as v from 'valibot';
import {
  CallId,
  type CandidateBatch,
  ConversationId,
  type Description,
  type EndReason,
  Incarnation,
  type Member,
  Name,
  type Participant,
  ParticipantId,
} from '../protocol/index.ts';
import type { CallEvent, MediaStanding } from './event.ts';
import { type Call, type CallState, IDLE } from './state.ts';
import type { Step } from './step.ts';
import { transition } from './transition.ts';

// What the tests of this folder begin with: a call between this side ("me") and Bob, step by step.

const id = (letter: string) => letter.repeat(22);
export const callId = v.parse(CallId, id('c'));
export const otherCallId = v.parse(CallId, id('d'));
export const tea = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);
export const me = v.parse(ParticipantId, id('m'));
export const bob: Participant = { id: v.parse(ParticipantId, id('b')), name: v.parse(Name, 'Bob') };
export const cem: Participant = { id: v.parse(ParticipantId, id('e')), name: v.parse(Name, 'Cem') };
export const mine = v.parse(Incarnation, id('1'));
export const theirs = v.parse(Incarnation, id('2'));
export const member: Member = { ...bob, incarnation: theirs, joinSeq: 0 };
export const NOW = 1_000_000;

export function description(type: 'offer' | 'answer', direction: 'in' | 'out'): Description {
  const [from, to] = direction === 'out' ? [me, bob.id] : [bob.id, me];
  const incarnations = direction === 'out' ? { from: mine, to: theirs } : { from: theirs, to: mine };
  return { v: 1, callId, from, to, incarnations, negotiation: 0, type, sdp: 'sdp', candidates: [] };
}
export const batch: CandidateBatch = {
  v: 1,
  callId,
  from: me,
  to: bob.id,
  incarnations: { from: mine, to: theirs },
  negotiation: 0,
  candidates: [],
};

/** What a media host says that holds a call in which all is well. */
export const STANDING: MediaStanding = {
  connection: 'connected',
  muted: false,
  peerMuted: false,
  silentForMs: null,
};

export function after(state: CallState, ...events: CallEvent[]): Step {
  let step: Step = { state, effects: [] };
  for (const event of events) step = transition(step.state, event, NOW);
  return step;
}
export const effects = (step: Step) => step.effects.map((effect) => effect.type);

export const START: Extract<CallEvent, { type: 'start' }> = {
  type: 'start',
  callId,
  conversation: tea,
  to: null,
  me,
};
export const REACHED: CallEvent = {
  type: 'reached',
  callId,
  answer: {
    ok: true,
    roster: [
      { id: me, name: v.parse(Name, 'Me'), busy: false },
      { ...bob, busy: false },
    ],
  },
};
export const MICROPHONE: CallEvent = { type: 'microphone', callId, answer: { ok: true, incarnation: mine } };
export const INVITED: CallEvent = {
  type: 'invited',
  callId,
  answer: { ok: true, folded: false, rung: [bob], ringForMs: 45_000 },
};
export const CLAIMED_BY_BOB: CallEvent = {
  type: 'server',
  event: { name: 'call:claimed', data: { callId, by: bob, claimForMs: 60_000 } },
};
export const JOINED: CallEvent = {
  type: 'server',
  event: { name: 'call:joined', data: { callId, member, offer: description('offer', 'in') } },
};
export const CONNECTED: CallEvent = { type: 'connection', callId, state: 'connected' };
export const RING: Extract<CallEvent, { type: 'ring' }> = {
  type: 'ring',
  ring: { callId, conversation: tea, kind: 'room', from: bob, ringForMs: 45_000 },
  me,
};
export const ACCEPT: CallEvent = { type: 'accept', callId };
export const CLAIMED: CallEvent = {
  type: 'claimed',
  callId,
  answer: { ok: true, callId, members: [member], claimForMs: 60_000 },
};
export const OFFERED: CallEvent = { type: 'offered', callId, description: description('offer', 'out') };
export const ACCEPTED: CallEvent = {
  type: 'accepted',
  callId,
  answer: { ok: true, members: [member], missing: [] },
};
export const HANG_UP: CallEvent = { type: 'hang-up', callId };
export const ended = (reason: EndReason, by?: Participant): CallEvent => ({
  type: 'server',
  event: { name: 'call:ended', data: { callId, reason, ...(by ? { by } : {}) } },
});

export const OUT = [START, REACHED, MICROPHONE, INVITED, CLAIMED_BY_BOB, JOINED, CONNECTED];
export const IN = [RING, ACCEPT, CLAIMED, MICROPHONE, OFFERED, ACCEPTED, CONNECTED];
/** Each phase, by the shortest way there. */
export const AT: Record<Call['phase'], CallState> = {
  checking: after(IDLE, ...OUT.slice(0, 1)).state,
  opening: after(IDLE, ...OUT.slice(0, 2)).state,
  inviting: after(IDLE, ...OUT.slice(0, 3)).state,
  ringing: after(IDLE, ...OUT.slice(0, 4)).state,
  answering: after(IDLE, ...OUT.slice(0, 5)).state,
  joining: after(IDLE, ...IN.slice(0, 2)).state,
  connecting: after(IDLE, ...OUT.slice(0, 6)).state,
  connected: after(IDLE, ...OUT).state,
  rejoining: after(IDLE, ...OUT, { type: 'media-lost' }).state,
};
export const PHASES = Object.keys(AT) as Call['phase'][];

/** Of this side's next media host, after the first one was lost. */
export const mineLater = v.parse(Incarnation, id('3'));
export const laterTheirs: Member = { ...member, incarnation: v.parse(Incarnation, id('4')), joinSeq: 2 };
export const MICROPHONE_LATER: CallEvent = {
  type: 'microphone',
  callId,
  answer: { ok: true, incarnation: mineLater },
};
export function ofLaterHost(made: Description): Description {
  return { ...made, incarnations: { ...made.incarnations, from: mineLater } };
}
export const place = { conversation: tea, title: v.parse(Name, 'tea'), site: 'localhost:4080' };
