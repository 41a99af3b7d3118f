import type { MediaTroubleCode } from './outcome.ts';
import type {
  Ack,
  AnyServerEvent,
  CallId,
  CandidateBatch,
  ConversationId,
  Description,
  Incarnation,
  Name,
  ParticipantId,
  PeerHeader,
  Ring,
  RosterEntry,
} from '../protocol/index.ts';
import type { LinkTrouble } from './outcome.ts';
import type { MicrophoneWait } from './microphone-wait.ts';
import type { Rejoinable } from './state.ts';
import type { MediaTrouble } from './trouble.ts';

/** An ack, or what the socket client says when none came. */
export type Answer<Good> = Good | { readonly ok: false; readonly code: LinkTrouble };

/** How a media host stands that (re)connected, for the call it holds. */
export interface MediaStanding {
  readonly connection: 'new' | 'connected' | 'disconnected' | 'failed';
  readonly muted: boolean;
  readonly peerMuted: boolean;
  /** How long nothing of the other's sound has come, in ms; null where it comes, or never did. */
  readonly silentForMs: number | null;
}

/** Everything that can happen to the calls of one installation. Late results carry their call: stale ones are dropped. */
export type CallEvent =
  // the person
  | {
      readonly type: 'start';
      readonly callId: CallId;
      readonly conversation: ConversationId;
      readonly to: ParticipantId | null;
      readonly me: ParticipantId;
    }
  | { readonly type: 'accept' | 'refuse' | 'cancel' | 'hang-up'; readonly callId: CallId }
  | { readonly type: 'mute'; readonly callId: CallId; readonly muted: boolean }
  | { readonly type: 'dismiss' }
  /** The person is in that conversation no more: its last tab was closed, or shows another one. */
  | { readonly type: 'place-left'; readonly conversation: ConversationId }
  /** Back into the call that the browser's end interrupted. */
  | { readonly type: 'rejoin'; readonly callId: CallId }
  // the server's answers
  | {
      readonly type: 'reached';
      readonly callId: CallId;
      readonly answer: Answer<{ readonly ok: true; readonly roster: readonly RosterEntry[] }>;
    }
  | { readonly type: 'invited'; readonly callId: CallId; readonly answer: Answer<Ack<'call:invite'>> }
  | { readonly type: 'claimed'; readonly callId: CallId; readonly answer: Answer<Ack<'call:claim'>> }
  | { readonly type: 'accepted'; readonly callId: CallId; readonly answer: Answer<Ack<'call:accept'>> }
  /** `incarnation`: of the media host that was announced. */
  | {
      readonly type: 'resumed';
      readonly callId: CallId;
      readonly incarnation: Incarnation;
      readonly answer: Answer<Ack<'call:resume'>>;
    }
  /** A ring that the server had forgotten was made again. */
  | { readonly type: 'rung-again'; readonly callId: CallId; readonly answer: Answer<Ack<'call:invite'>> }
  // the server by itself
  | { readonly type: 'ring'; readonly ring: Ring; readonly me: ParticipantId }
  | { readonly type: 'server'; readonly event: AnyServerEvent }
  /** After a reconnection: the calls in which the server knows this installation. */
  | {
      readonly type: 'server-calls';
      readonly calls: readonly CallId[];
      /** The one of them in which it counts on this installation, as who calls, answers or talks. */
      readonly engaged: CallId | null;
      /** The call that is on is at this server. */
      readonly ours: boolean;
    }
  // the media host
  | {
      readonly type: 'microphone';
      readonly callId: CallId;
      readonly answer:
        | { readonly ok: true; readonly incarnation: Incarnation }
        | { readonly ok: false; readonly code: MediaTroubleCode };
    }
  | {
      readonly type: 'microphone-waits';
      readonly callId: CallId;
      readonly waitsFor: MicrophoneWait;
    }
  | { readonly type: 'offered'; readonly callId: CallId; readonly description: Description }
  | { readonly type: 'answered'; readonly callId: CallId; readonly description: Description }
  | { readonly type: 'media-failed'; readonly callId: CallId }
  | { readonly type: 'candidates'; readonly batch: CandidateBatch }
  | {
      readonly type: 'connection';
      readonly callId: CallId;
      readonly state: 'new' | 'connected' | 'disconnected' | 'failed';
    }
  | { readonly type: 'peer-hung-up'; readonly callId: CallId }
  | { readonly type: 'peer-muted'; readonly callId: CallId; readonly muted: boolean }
  | {
      readonly type: 'microphone-ended';
      readonly callId: CallId;
      /** Why there is no other. */
      readonly trouble: MediaTroubleCode;
    }
  | { readonly type: 'microphone-changed'; readonly callId: CallId; readonly label: Name | null }
  /** Whether anything of the other's sound comes; `forMs`: how long ago the last of it came. */
  | {
      readonly type: 'flow';
      readonly callId: CallId;
      readonly flowing: boolean;
      readonly forMs: number;
    }
  | { readonly type: 'trouble'; readonly callId: CallId; readonly trouble: MediaTrouble | null }
  /** An offer or answer that the media host made by itself. */
  | { readonly type: 'described'; readonly description: Description }
  | { readonly type: 'restart-wanted'; readonly header: PeerHeader; readonly newPeer: boolean }
  /** An interface of this machine went, came or has another address. */
  | { readonly type: 'network-changed' }
  /** The media host (re)connected: which life it is, and the call it holds. */
  | ({
      readonly type: 'media-here';
      readonly incarnation: Incarnation;
      readonly callId: CallId | null;
    } & MediaStanding)
  | { readonly type: 'media-lost' }
  // time
  /** This context came back to life with a state from before: what was under way is not any more. */
  | { readonly type: 'woken' }
  /** The browser was restarted, and a call was on when it ended. */
  | { readonly type: 'found'; readonly rejoinable: Rejoinable }
  | { readonly type: 'time' };
