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
  /** Proved and welcomed: the calls in which the server knows this installation, and what it offers to connect people. */
  | {
      readonly type: 'welcomed';
      readonly calls: readonly CallId[];
      /** The one of them in which it has a claim or a place. */
      readonly engaged?: CallId | undefined;
      readonly iceServers: readonly IceServer[];
      /** Where people get Earshot. */
      readonly installUrl?: string | undefined;
    }
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

/** A call server, and what it asks for. */
export interface CallServer {
  /** Where it is, e.g. `https://calls.example.org/earshot`; it names the server wherever one of several is meant. */
  readonly url: string;
  /** The key that it asks for; empty: none. */
  readonly accessKey: string;
}

/** One call server: one socket, and a fake in tests. */
export interface ServerPort {
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
   * {@link LIMITS.pingMs}.
   */
  probe(): void;
  /** The same; and while there is none, one is dialled now. */
  networkIsBack(): void;
  iceServers(): readonly IceServer[];
  /** An event of the server's counts as taken once what the listener returns has resolved; until then it may come once more. */
  onEvent(listener: (event: SignalingEvent) => unknown): void;
  /** For good; nothing more is told. */
  close(): void;
}

/** As whom to be present in a conversation, and at which call server. */
export interface Stay {
  readonly name: Name;
  readonly server: CallServer;
}

/** What the controller says of calls. */
export type CallCommandName = Exclude<CommandName, `conversation:${string}`>;

/** All the call servers in use, as the controller sees them: each call and each place is at one of them. */
export interface SignalingPort extends Pick<ServerPort, 'roster' | 'networkIsBack'> {
  /**
   * The conversations to be present in, the calls and rings that need their servers anyway, and the servers that somebody
   * wants to know whether they can be used.
   */
  want(
    places: ReadonlyMap<ConversationId, Stay>,
    calls: ReadonlyMap<CallId, CallServer>,
    tried: readonly CallServer[],
  ): void;
  /** To the server of the call that it is about. */
  send<N extends CallCommandName>(
    name: N,
    body: CommandBody<N>,
    options: SendOptions,
  ): Promise<Ack<N> | Unreached>;
  probe(callId: CallId): void;
  iceServers(callId: CallId): readonly IceServer[];
  /** `server`: the address of the one whose event it is. */
  onEvent(listener: (event: SignalingEvent, server: CallServer['url']) => unknown): void;
}
