import * as v from 'valibot';
import {
  CallId,
  CallKind,
  CandidateBatch,
  ConversationId,
  Description,
  Incarnation,
  Member,
  Members,
  Name,
  Participant,
  ParticipantId,
} from '../protocol/index.ts';
import { MicrophoneWait } from './microphone-wait.ts';
import { OutcomeCode } from './outcome.ts';
import { MediaTrouble } from './trouble.ts';

/**
 * The state is a schema because it is mirrored in storage and read back by another life of the same context.
 * Deadlines are Unix times in ms: data, re-armed after a wake.
 */
const time = v.number();

/** What every phase of a call knows. */
const base = {
  callId: CallId,
  conversation: ConversationId,
  /** Who this installation is in the conversation. */
  me: ParticipantId,
  muted: v.boolean(),
};

const outgoing = {
  ...base,
  outgoing: v.literal(true),
  kind: CallKind,
  /** Whom a direct call rings. */
  to: v.nullable(ParticipantId),
  deadlineAt: time,
};

/** Asking who can be reached: before the microphone, so that it opens for somebody. */
const Checking = v.object({ ...outgoing, phase: v.literal('checking') });
/** Opening the microphone: before anybody is rung. */
const Opening = v.object({ ...outgoing, phase: v.literal('opening'), microphoneWaits: MicrophoneWait });
/** Telling the server; who is rung is not known yet. */
const Inviting = v.object({
  ...outgoing,
  phase: v.literal('inviting'),
  incarnation: Incarnation,
  /** The server was lost meanwhile: who it finds now says nothing about whom it rang before. */
  interrupted: v.boolean(),
});
const Ringing = v.object({
  ...outgoing,
  phase: v.literal('ringing'),
  incarnation: Incarnation,
  rung: v.array(Participant),
  /** When to tell the server again that this side is still there: without that word the ring ends. */
  renewAt: time,
});
/** Somebody has claimed: their offer is awaited. */
const Answering = v.object({
  ...outgoing,
  phase: v.literal('answering'),
  incarnation: Incarnation,
  by: Participant,
});

/**
 * This installation answers: it claims, opens its microphone and makes its offer at the same time, and accepts
 * when all three are there.
 */
const Joining = v.object({
  ...base,
  phase: v.literal('joining'),
  outgoing: v.literal(false),
  kind: CallKind,
  from: Participant,
  /** Known once the microphone or the media host has answered. */
  incarnation: v.nullable(Incarnation),
  microphoneOpen: v.boolean(),
  microphoneWaits: MicrophoneWait,
  /** Null until the claim is acknowledged, and again once the server has forgotten it. */
  members: v.nullable(Members),
  offer: v.nullable(Description),
  /** Candidates found before the server knows us as a member: kept for then. */
  heldCandidates: v.array(CandidateBatch),
  accepted: v.boolean(),
  deadlineAt: time,
});

const joined = {
  ...base,
  outgoing: v.boolean(),
  kind: CallKind,
  /** Of this side's present media host: of the two the later one makes the offers. */
  joinSeq: v.number(),
  peer: Member,
  peerMuted: v.boolean(),
};
/** Both have agreed; descriptions and candidates are on their way. */
const Connecting = v.object({
  ...joined,
  phase: v.literal('connecting'),
  incarnation: Incarnation,
  deadlineAt: time,
});
const Connected = v.object({
  ...joined,
  phase: v.literal('connected'),
  incarnation: Incarnation,
  connectedAt: time,
  /** False once nothing of the other's sound has come for 2 s. */
  flowing: v.boolean(),
  trouble: v.nullable(MediaTrouble),
  /** Set while the path is broken: when to give up. */
  deadlineAt: v.nullable(time),
});
/** The media host or the whole browser was lost under the call: another one opens its microphone and makes a new offer. */
const Rejoining = v.object({
  ...joined,
  phase: v.literal('rejoining'),
  connectedAt: time,
  /** Known once the microphone is open. */
  incarnation: v.nullable(Incarnation),
  microphoneWaits: MicrophoneWait,
  offer: v.nullable(Description),
  /** Candidates found before the server knows the new media host: kept for then. */
  heldCandidates: v.array(CandidateBatch),
  deadlineAt: time,
});

const Call = v.variant('phase', [
  Checking,
  Opening,
  Inviting,
  Ringing,
  Answering,
  Joining,
  Connecting,
  Connected,
  Rejoining,
]);

const IncomingRing = v.object({
  callId: CallId,
  conversation: ConversationId,
  kind: CallKind,
  me: ParticipantId,
  from: Participant,
  deadlineAt: time,
  /** Until when the caller's last word that it is still there holds. */
  leaseAt: time,
  /** The caller has not been heard of since: nothing sounds or shows here until it is. */
  quiet: v.boolean(),
});

/** A call that was on when the browser ended: the person may go back into it as long as the other keeps the place. */
export const Rejoinable = v.object({
  ...joined,
  connectedAt: time,
  /** Where it was: the chat tab may be gone. */
  title: Name,
  site: v.string(),
  deadlineAt: time,
});

const Ended = v.object({
  callId: CallId,
  code: OutcomeCode,
  name: v.nullable(Name),
  conversation: ConversationId,
  /** Whom the same call once more would ring; null: everybody there. */
  to: v.nullable(ParticipantId),
  /** When it has been shown long enough. */
  deadlineAt: time,
});

/** All that one installation knows of calls. At most one call; rings wait beside it. */
export const CallState = v.object({
  call: v.nullable(Call),
  rings: v.array(IncomingRing),
  rejoinable: v.nullable(Rejoinable),
  /** How the last call or attempt ended, for the person. */
  notice: v.nullable(Ended),
  /** The present life of the media host, while there is one. */
  media: v.nullable(Incarnation),
  /** Calls and rings that are over here, the latest last: news of them that comes late changes nothing. */
  over: v.array(CallId),
});

export type Call = v.InferOutput<typeof Call>;
export type Joining = v.InferOutput<typeof Joining>;
export type Connecting = v.InferOutput<typeof Connecting>;
export type Connected = v.InferOutput<typeof Connected>;
export type Rejoining = v.InferOutput<typeof Rejoining>;
export type Rejoinable = v.InferOutput<typeof Rejoinable>;
export type IncomingRing = v.InferOutput<typeof IncomingRing>;
export type Ended = v.InferOutput<typeof Ended>;
export type CallState = v.InferOutput<typeof CallState>;

export const IDLE: CallState = {
  call: null,
  rings: [],
  rejoinable: null,
  notice: null,
  media: null,
  over: [],
};

/** The other person of a call, once it is clear who that is. */
export function otherOf(call: Call): Participant | null {
  switch (call.phase) {
    case 'checking':
    case 'opening':
    case 'inviting':
      return null;
    case 'ringing':
      return call.rung.length === 1 ? (call.rung[0] ?? null) : null;
    case 'answering':
      return call.by;
    case 'joining':
      return call.from;
    case 'connecting':
    case 'connected':
    case 'rejoining':
      return call.peer;
  }
}
