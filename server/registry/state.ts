import type {
  AnyServerEvent,
  CallId,
  CallKind,
  Command,
  ConversationId,
  EndReason,
  Incarnation,
  Name,
  Participant,
  ParticipantId,
  PublicKey,
} from '../../lib/protocol/index.ts';
import type { Repeats } from './repeats.ts';
import type { TokenBucket } from './token-bucket.ts';

/** An event for one installation, connected or in its grace period. */
export interface Delivery {
  readonly to: PublicKey;
  readonly event: AnyServerEvent;
}

/** What happened, for one log line: never a name, a key or a description. */
export type Note =
  | { readonly what: 'entered' | 'left'; readonly present: number }
  | { readonly what: 'call-ringing'; readonly callId: CallId; readonly rung: number }
  | {
      readonly what: 'call-claimed' | 'call-joined' | 'call-announced' | 'call-rebuilt' | 'call-forgotten';
      readonly callId: CallId;
    }
  | { readonly what: 'call-ended'; readonly callId: CallId; readonly reason: EndReason }
  | { readonly what: 'installation-gone' };

/** How an invitation stands at one installation. */
export type RingState = 'ringing' | 'refused' | 'busy' | 'gone' | 'answered-elsewhere';

export interface RungParty {
  readonly participant: Participant;
  state: RingState;
}

export interface CallMember {
  readonly key: PublicKey;
  readonly participant: Participant;
  /** Of its present media host, which may be another one than it joined with. */
  incarnation: Incarnation;
  joinSeq: number;
}

export type CallPhase =
  | {
      readonly name: 'ringing';
      readonly deadlineMs: number;
      /** Until when the caller's last word that it is still there holds. */
      leaseMs: number;
    }
  | {
      readonly name: 'claimed';
      readonly by: PublicKey;
      readonly participant: Participant;
      readonly deadlineMs: number;
    }
  | { readonly name: 'live' };

export interface Call {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly kind: CallKind;
  readonly caller: CallMember;
  readonly rung: Map<PublicKey, RungParty>;
  /** Of a ring that goes on through a restart: those whom it rang before and who are not back yet. Else undefined. */
  readonly awaited: Set<ParticipantId> | undefined;
  /** The caller, and whoever has accepted since. */
  readonly members: CallMember[];
  phase: CallPhase;
}

/** Where an installation is present, and as whom. */
export interface Presence {
  readonly id: ParticipantId;
  readonly name: Name;
}

export interface Installation {
  readonly key: PublicKey;
  readonly presences: Map<ConversationId, Presence>;
  /** The one call in which it is caller, claimer or member. */
  engagedIn: CallId | undefined;
  /** That call itself; undefined while nobody but this installation says that it is on. */
  call: Call | undefined;
  /** Calls that ring here. */
  readonly rungIn: Set<CallId>;
  /** Since when its socket is lost; `graceOver` once only a place in a running call is left. */
  lost: { readonly sinceMs: number; graceOver: boolean } | undefined;
  readonly repeats: Repeats;
  readonly commands: TokenBucket;
  readonly invites: TokenBucket;
}

/**
 * "I am in this call", of a call from before this server was started. It is believed once somebody whom it names says the
 * same and names it. Kept as long as its announcer, or the place of that.
 */
export interface Announcement {
  readonly key: PublicKey;
  readonly me: ParticipantId;
  readonly command: Command<'call:resume'>;
}

/** "It is over", of a call in which the sender has no part here: heard by whoever names the sender as a member. */
export interface Farewell {
  /** Who the sender is, in each conversation where it is present. */
  readonly ids: ReadonlySet<ParticipantId>;
  readonly untilMs: number;
}

/** An ended call. */
export interface Tombstone {
  readonly untilMs: number;
  readonly members: ReadonlySet<PublicKey>;
}

export interface State {
  readonly installations: Map<PublicKey, Installation>;
  readonly conversations: Map<ConversationId, Set<PublicKey>>;
  readonly calls: Map<CallId, Call>;
  /** Calls from before this server was started, as told by who says to be in them. */
  readonly announcements: Map<CallId, Map<PublicKey, Announcement>>;
  readonly farewells: Map<CallId, Map<PublicKey, Farewell>>;
  readonly tombstones: Map<CallId, Tombstone>;
}

/** The call of this id in which the installation is, else the one that is known by it. */
export function callOf(state: State, me: Installation, callId: CallId): Call | undefined {
  return me.call?.id === callId ? me.call : state.calls.get(callId);
}

/** One transition in the making. */
export interface Turn {
  readonly state: State;
  readonly nowMs: number;
  readonly deliveries: Delivery[];
  readonly notes: Note[];
  /** Conversations whose roster changed; each is told once, at the end. */
  readonly changed: Set<ConversationId>;
}

export function deliver(turn: Turn, to: PublicKey, event: AnyServerEvent): void {
  turn.deliveries.push({ to, event });
}
