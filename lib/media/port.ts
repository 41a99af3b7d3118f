import * as v from 'valibot';
import {
  CandidateBatch,
  CallId,
  Description,
  IceServer,
  Incarnation,
  Name,
  ParticipantId,
  PeerHeader,
} from '../protocol/index.ts';
import { PathFacts } from './path-facts.ts';
import { SoundChoice } from './sound-choice.ts';

/** What getUserMedia's rejection means to a person (W3C Media Capture 10.3). */
export const MicrophoneTrouble = v.picklist([
  /** Denied by the person or the browser's settings. */
  'microphone-blocked',
  /** Denied by the operating system, although the browser allows it. */
  'microphone-blocked-by-system',
  /** Never asked, or the question was closed: asking again helps. */
  'microphone-not-asked',
  'microphone-absent',
  'microphone-in-use',
  'microphone-failed',
]);
export type MicrophoneTrouble = v.InferOutput<typeof MicrophoneTrouble>;

export const Tone = v.picklist(['none', 'ring', 'ringback']);
export type Tone = v.InferOutput<typeof Tone>;

const Volume = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const callId = CallId;
const iceServers = v.array(IceServer);

/** The media host's commands: what each carries and what it answers with. Answers come back under the command's number. */
export const MEDIA_COMMANDS = {
  /** While it rings, microphone closed: enumerate devices, warm an AudioContext, make a certificate (promise 2). */
  'media:prewarm': { payload: v.object({}), reply: v.null() },
  /** Open the microphone for a call and keep its stream. Repeating it for the same call answers the same. */
  'media:open-microphone': {
    payload: v.object({ callId, sound: SoundChoice }),
    reply: v.variant('ok', [
      v.object({ ok: v.literal(true), incarnation: Incarnation }),
      v.object({ ok: v.literal(false), code: MicrophoneTrouble }),
    ]),
  },
  /** A peer and its offer; the microphone is attached when it opens. Never waits for gathering. */
  'media:offer': { payload: v.object({ header: PeerHeader, iceServers }), reply: Description },
  /** A peer for an offer that came, and its answer with the kept stream. */
  'media:answer': { payload: v.object({ offer: Description, iceServers }), reply: Description },
  'media:accept-answer': { payload: v.object({ answer: Description }), reply: v.null() },
  /** Early ones are buffered, stale ones dropped. */
  'media:add-candidates': { payload: v.object({ batch: CandidateBatch }), reply: v.null() },
  /**
   * The server can be reached again, or the other asked for it: whoever makes the offers makes the next one, the other
   * side asks for it (`media:restart-wanted`). Nothing happens where sound flows and nobody asked.
   */
  'media:restart': {
    payload: v.object({ callId, iceServers, asked: v.picklist(['no', 'ice', 'peer']) }),
    reply: v.null(),
  },
  /** Another microphone or loudspeaker from now on, in the midst of a call. */
  'media:use-sound': { payload: v.object({ callId, sound: SoundChoice }), reply: v.null() },
  'media:mute': { payload: v.object({ callId, muted: v.boolean() }), reply: v.null() },
  /** Tell the other by the control channel that this side hangs up (if there is one), then close microphone and peers. */
  'media:close': { payload: v.object({ callId, hangUp: v.boolean() }), reply: v.null() },
  /** `volume`: how loud it gets, as a share of the loudest. */
  'media:tone': { payload: v.object({ tone: Tone, volume: Volume }), reply: v.null() },
} as const;

export type MediaCommandName = keyof typeof MEDIA_COMMANDS;
export type MediaPayload<N extends MediaCommandName> = v.InferOutput<(typeof MEDIA_COMMANDS)[N]['payload']>;
export type MediaReply<N extends MediaCommandName> = v.InferOutput<(typeof MEDIA_COMMANDS)[N]['reply']>;

export const ConnectionState = v.picklist(['new', 'connected', 'disconnected', 'failed']);
export type ConnectionState = v.InferOutput<typeof ConnectionState>;

/** Equal to the call's own (lib/call/trouble.ts), which says what each means. */
export const MediaTrouble = v.picklist([
  'microphone-silent',
  'microphone-window',
  'microphone-not-asked',
  'microphone-blocked',
  'microphone-blocked-by-system',
  'microphone-absent',
  'microphone-in-use',
  'microphone-failed',
  'nothing-arrives',
  'nothing-reaches',
  'peer-microphone-silent',
  'peer-microphone-gone',
]);
export type MediaTrouble = v.InferOutput<typeof MediaTrouble>;

/** What a media host is: told at every (re)connection to the background, for it to reconcile with. */
export const MediaStatus = v.object({
  incarnation: Incarnation,
  /** The call it holds a microphone or a peer for. */
  callId: v.nullable(callId),
  connection: ConnectionState,
  muted: v.boolean(),
  peerMuted: v.boolean(),
  /** How long nothing of the other's sound has come, in ms; null where it comes, or never did. */
  silentForMs: v.nullable(v.pipe(v.number(), v.minValue(0))),
});
export type MediaStatus = v.InferOutput<typeof MediaStatus>;

/** What the media host tells by itself. */
export const MediaEvent = v.variant('type', [
  v.object({ type: v.literal('media:status'), status: MediaStatus }),
  /** Candidates of a description already handed out, in batches. */
  v.object({ type: v.literal('media:candidates'), batch: CandidateBatch }),
  v.object({ type: v.literal('media:connection'), callId, peer: ParticipantId, state: ConnectionState }),
  /** The first sound of the other was played (once per peer): for the timeline. */
  v.object({ type: v.literal('media:sound'), callId, peer: ParticipantId }),
  v.object({ type: v.literal('media:peer-hung-up'), callId, peer: ParticipantId }),
  v.object({ type: v.literal('media:peer-muted'), callId, peer: ParticipantId, muted: v.boolean() }),
  /** An opening microphone waits for the person: for an answer to the browser's question, or for the window to be shown. */
  v.object({
    type: v.literal('media:microphone-waits'),
    callId,
    waitsFor: v.nullable(v.picklist(['permission', 'window'])),
  }),
  /**
   * The microphone's track ended under a call (unplugged, revoked, a one-time grant ran out), and no other could be opened.
   * `trouble`: why not.
   */
  v.object({ type: v.literal('media:microphone-ended'), callId, trouble: MicrophoneTrouble }),
  /** The microphone went and the call goes on with another, or with the same again: as the browser names it. */
  v.object({ type: v.literal('media:microphone-changed'), callId, label: v.nullable(Name) }),
  /**
   * Nothing of the other's sound has come for 2 s, or it comes again. `forMs`: how long ago the last of it came, by the
   * wall clock, so that the sleep of a machine counts.
   */
  v.object({
    type: v.literal('media:flow'),
    callId,
    peer: ParticipantId,
    flowing: v.boolean(),
    forMs: v.pipe(v.number(), v.minValue(0)),
  }),
  /** Who cannot be heard, and why; null when all is well again. */
  v.object({
    type: v.literal('media:trouble'),
    callId,
    peer: ParticipantId,
    trouble: v.nullable(MediaTrouble),
  }),
  /** An offer or an answer that the host made by itself, to go by the server; it went over the control channel if that is open. */
  v.object({ type: v.literal('media:description'), description: Description }),
  /** The other makes the offers: it is to make the next one. Goes by the server as well. */
  v.object({ type: v.literal('media:restart-wanted'), header: PeerHeader, newPeer: v.boolean() }),
  /** The state of the connection or the kind of way that it goes has changed: for the log. */
  v.object({ type: v.literal('media:path'), callId, state: ConnectionState, path: PathFacts }),
  /** An interface of this machine went, came, or has another address. */
  v.object({ type: v.literal('media:network-changed') }),
]);
export type MediaEvent = v.InferOutput<typeof MediaEvent>;

/** The media host as the controller sees it; over a port in Chrome, and a fake in tests. */
export interface MediaPort {
  /** Rejects with an Error when the host cannot be made or dies meanwhile. */
  send<N extends MediaCommandName>(name: N, payload: MediaPayload<N>): Promise<MediaReply<N>>;
  onEvent(listener: (event: MediaEvent) => void): void;
  /** The host is gone, and every call it held is over. `byPerson`: somebody closed the call window. */
  onLost(listener: (byPerson: boolean) => void): void;
}
