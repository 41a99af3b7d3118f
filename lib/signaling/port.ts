import type {
  Ack,
  AnyServerEvent,
  CallId,
  CommandBody,
  CommandName,
  ConversationId,
  ErrorCode,
  IceServer,
  Name,
  Ring,
  RosterEntry,
} from '../protocol/index.ts';

/** Why the server cannot be used at all, as opposed to a refused command. */
export type Trouble = 'server-down' | 'server-too-old' | 'client-too-old' | 'access-denied' | 'replaced';
export type Unreached = { readonly ok: false; readonly code: Trouble };

/** What the socket client tells by itself. */
export type SignalingEvent =
  | {
      readonly type: 'link';
      readonly state: 'idle' | 'connecting' | 'connected' | 'down';
      readonly trouble: Trouble | null;
    }
  /** Proved and welcomed: the calls in which the server knows this installation. */
  | { readonly type: 'welcomed'; readonly calls: readonly CallId[] }
  | {
      readonly type: 'entered';
      readonly conversation: ConversationId;
      readonly roster: readonly RosterEntry[];
      readonly rings: readonly Ring[];
    }
  | { readonly type: 'entry-refused'; readonly conversation: ConversationId; readonly code: ErrorCode }
  | { readonly type: 'server'; readonly event: AnyServerEvent };

export interface SendOptions {
  /** Give up with `server-down` after this long, in ms. Until then a lost connection is waited out. */
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** The call server as the controller sees it: one socket, and a fake in tests. */
export interface SignalingPort {
  /**
   * The conversations to be present in, and whether a call or a ring needs the socket anyway: then a lost one is tried
   * again sooner. The socket is open while there is any reason; after a reconnection everything wanted is entered again.
   */
  want(places: ReadonlyMap<ConversationId, Name>, keepOpen: boolean): void;
  /** Sends once connected, repeats under one command id until it is acknowledged. Rejects only when aborted. */
  send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    options: SendOptions,
  ): Promise<Ack<N> | Unreached>;
  /** Who is present in a conversation, this installation included, by the server's own word: waits for a lost connection. */
  roster(
    conversation: ConversationId,
    options: SendOptions,
  ): Promise<{ readonly ok: true; readonly roster: readonly RosterEntry[] } | Unreached>;
  /**
   * The socket may be dead without anybody having told: it is asked, and replaced at once where no answer comes within
   * {@link LIMITS.pingMs}. While there is none, one is dialled now.
   */
  probe(): void;
  iceServers(): readonly IceServer[];
  onEvent(listener: (event: SignalingEvent) => void): void;
}
