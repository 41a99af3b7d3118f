import * as v from 'valibot';
import { MicrophoneWait } from '../call/microphone-wait.ts';
import { OUTCOMES } from '../call/outcome.ts';
import { MediaTrouble } from '../call/trouble.ts';
import { CallId, ConversationId, InstallUrl, Name, ParticipantId, RosterEntry } from '../protocol/index.ts';

/** Where a call stands, as a person sees it. */
export const Phase = v.picklist([
  /** asking who can be reached, opening the microphone, telling the server */
  'calling',
  'ringing',
  /** the other has claimed */
  'answering',
  /** accepted, no sound yet */
  'connecting',
  'connected',
  /** nothing of the other has been heard for 2 s, or this side is on its way back into the call */
  'reconnecting',
]);
export type Phase = v.InferOutput<typeof Phase>;

/** Why a call server cannot be used at all. */
export const ServerTrouble = v.picklist([
  'server-down',
  'server-too-old',
  'client-too-old',
  'access-denied',
  'replaced',
]);

/** The trouble a place can have instead of being present. */
export const PlaceTrouble = v.picklist([
  ...ServerTrouble.options,
  'conversation-full',
  'other-name',
  /** Nobody has chosen a call server, and there is none on this machine. */
  'no-server',
  /** The person wants to be present nowhere. */
  'offline',
]);
export type PlaceTrouble = v.InferOutput<typeof PlaceTrouble>;

/** What the person is asked about a call server before it is used. */
export const ServerQuestion = v.object({
  /** As it is dialled. */
  url: v.pipe(v.string(), v.url()),
  /** By the page, for its site; else the person has set it themselves. */
  proposed: v.boolean(),
});
export type ServerQuestion = v.InferOutput<typeof ServerQuestion>;

/** A conversation that a chat tab shows, or showed within the last minute. */
export const Place = v.object({
  conversation: ConversationId,
  /** The room's or the person's name on the page. */
  title: Name,
  /** The page's host, as shown: `localhost:4080`. */
  site: v.string(),
  /** Its call server's host; null: none that the person has agreed to. */
  server: v.nullable(v.string()),
  question: v.nullable(ServerQuestion),
  /** Where people get Earshot, as its call server says. */
  installUrl: v.nullable(InstallUrl),
  me: Name,
  myId: v.nullable(ParticipantId),
  /** Present and able to be called; false while connecting too. */
  present: v.boolean(),
  trouble: v.nullable(PlaceTrouble),
  /** For `other-name`: the name that this profile goes by here. */
  knownAs: v.nullable(Name),
  others: v.array(RosterEntry),
});
export type Place = v.InferOutput<typeof Place>;

export const CallSummary = v.object({
  callId: CallId,
  phase: Phase,
  outgoing: v.boolean(),
  /** Null where the viewer's page may not know it: outside the call's own conversation. */
  conversation: v.nullable(ConversationId),
  /** The other's name; null while ringing several, and where the page may not know it. */
  name: v.nullable(Name),
  muted: v.boolean(),
  peerMuted: v.boolean(),
  /** What the person has to do for the microphone to open. */
  microphoneWaits: MicrophoneWait,
  /** Unix time in ms at which sound could first flow; null before. */
  connectedAtMs: v.nullable(v.number()),
  /** Who cannot be heard, and why. */
  trouble: v.nullable(MediaTrouble),
});
export type CallSummary = v.InferOutput<typeof CallSummary>;

export const RingSummary = v.object({
  callId: CallId,
  conversation: ConversationId,
  name: Name,
  /** "in ROOM · SITE". */
  title: Name,
  site: v.string(),
});
export type RingSummary = v.InferOutput<typeof RingSummary>;

/** What happened last, until dismissed or something else happens. */
export const Notice = v.object({
  /** `no-server`: the server is down, and nobody has chosen it. */
  code: v.picklist([...OUTCOMES, 'no-server']),
  name: v.nullable(Name),
  /** Null where the viewer's page is not the call's. */
  conversation: v.nullable(ConversationId),
  /** Whom the same call once more would ring; null: everybody there. */
  to: v.nullable(ParticipantId),
});
export type Notice = v.InferOutput<typeof Notice>;

/** A call that was on when the browser ended, and that the person may go back into. */
export const Rejoin = v.object({
  callId: CallId,
  conversation: ConversationId,
  name: Name,
  /** "in ROOM · SITE". */
  title: Name,
  site: v.string(),
});
export type Rejoin = v.InferOutput<typeof Rejoin>;

/** Without STUN calls work within one network, with it across most, with TURN across all that let it through. */
export const Relay = v.picklist(['none', 'stun', 'turn']);
export type Relay = v.InferOutput<typeof Relay>;

/** A call server at which a place is, or that somebody tries. */
export const ServerSummary = v.object({
  url: v.pipe(v.string(), v.url()),
  /** `localhost:4080` */
  host: v.string(),
  state: v.picklist(['idle', 'connecting', 'connected', 'down']),
  /** Why it cannot be used. */
  trouble: v.nullable(ServerTrouble),
  /** The best that it offers to connect people across networks; null while that is not known. */
  relay: v.nullable(Relay),
});
export type ServerSummary = v.InferOutput<typeof ServerSummary>;

/**
 * Everything a surface shows. Chat tabs get it narrowed to their own conversation; popup and call window get
 * all of it. Surfaces hold no call state of their own.
 */
export const View = v.object({
  /** The person wants to be present nowhere. */
  offline: v.boolean(),
  places: v.array(Place),
  call: v.nullable(CallSummary),
  rings: v.array(RingSummary),
  notice: v.nullable(Notice),
  /** Null in the tabs of other conversations. */
  rejoin: v.nullable(Rejoin),
  /** Each once. */
  servers: v.array(ServerSummary),
});
export type View = v.InferOutput<typeof View>;
