import { io, type Socket } from 'socket.io-client';
import * as v from 'valibot';
import {
  Challenge,
  CommandId,
  ErrorCode,
  EVENTS,
  FEATURES,
  LIMITS,
  MIN_PROTOCOL,
  PROTOCOL,
  Welcome,
  randomId,
  whoMustUpdate,
  type Ack,
  type AnyServerEvent,
  type CommandBody,
  type CommandName,
  type ConversationId,
  type EventName,
  type IceServer,
  type Name,
  type PublicKey,
  type RosterEntry,
} from '../protocol/index.ts';
import { parseAck } from './acknowledged.ts';
import type { SendOptions, SignalingEvent, SignalingPort, Trouble, Unreached } from './port.ts';

export interface SocketOptions {
  /** Where the call server is, e.g. `https://calls.example.org/earshot`. */
  readonly serverUrl: string;
  /** The key that the server asks for; empty: none. */
  readonly accessKey?: string;
  readonly publicKey: PublicKey;
  /** Proves the key: a signature over the nonce and the dialled host. */
  readonly prove: (nonce: string, host: string) => Promise<string>;
}

/** A refusal that will not change by itself is asked about again only this often, in ms. */
const REFUSED_RETRY_MS = 60_000;

/**
 * The one socket to the call server. It is dialled while somebody wants it, proves the installation's key on each
 * connection, and enters again what is wanted. Nothing is emitted while it is down.
 */
export function createSocketClient(options: SocketOptions): SignalingPort & { close(): void } {
  const url = new URL(options.serverUrl);
  let listener: (event: SignalingEvent) => void = () => {};
  let wanted: ReadonlyMap<ConversationId, Name> = new Map();
  let present = new Map<ConversationId, Name>();
  const rosters = new Map<ConversationId, readonly RosterEntry[]>();
  let iceServers: readonly IceServer[] = [];
  let welcomed = false;
  let trouble: Trouble | null = null;
  let state: 'idle' | 'connecting' | 'connected' | 'down' = 'idle';
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Those who wait for the next change of the link or of a roster. */
  let waiting = new Set<() => void>();

  const socket: Socket = io(url.origin, {
    path: `${url.pathname.replace(/\/+$/, '')}/socket.io`,
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
    timeout: 10_000,
    auth: {
      protocol: PROTOCOL,
      minProtocol: MIN_PROTOCOL,
      features: [...FEATURES],
      publicKey: options.publicKey,
      ...(options.accessKey && { accessKey: options.accessKey }),
    },
  });

  function stirred(): void {
    const woken = waiting;
    waiting = new Set();
    for (const wake of woken) wake();
  }

  function setLink(next: typeof state, why: Trouble | null): void {
    if (state === next && trouble === why) return;
    state = next;
    trouble = why;
    listener({ type: 'link', state, trouble });
    stirred();
  }

  function lost(why: Trouble | null): void {
    welcomed = false;
    present = new Map();
    rosters.clear();
    setLink(why ? 'down' : 'connecting', why);
  }

  /** The server will not have us now: ask again later, a person may have updated one end. */
  function refused(why: Trouble): void {
    lost(why);
    socket.disconnect();
    if (why === 'replaced') return;
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), REFUSED_RETRY_MS);
  }

  socket.on('connect_error', (error) => {
    const code = v.safeParse(v.object({ code: ErrorCode }), 'data' in error ? error.data : undefined);
    if (!code.success) return lost('server-down');
    refused(troubleOf(code.output.code));
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    if (trouble !== 'replaced') lost(null);
    // socket.io does not come back by itself from this one
    if (reason === 'io server disconnect' && trouble !== 'replaced') {
      clearTimeout(retry);
      retry = setTimeout(() => socket.connect(), 1_000);
    }
  });

  socket.on('session:challenge', async (raw: unknown) => {
    const challenge = v.safeParse(Challenge, raw);
    if (!challenge.success) return refused('server-too-old');
    const late = whoMustUpdate({ protocol: PROTOCOL, minProtocol: MIN_PROTOCOL }, challenge.output);
    if (late) return refused(`${late}-too-old`);
    const signature = await options.prove(challenge.output.nonce, url.host);
    const answer: unknown = await socket
      .timeout(LIMITS.ackMs)
      .emitWithAck('session:prove', { signature })
      .catch(() => undefined);
    const welcome = v.safeParse(Welcome, answer);
    if (!welcome.success) {
      socket.disconnect();
      lost('server-down');
      clearTimeout(retry);
      retry = setTimeout(() => socket.connect(), 5_000);
      return;
    }
    welcomed = true;
    iceServers = welcome.output.iceServers;
    setLink('connected', null);
    listener({ type: 'welcomed', calls: welcome.output.calls });
    for (const conversation of welcome.output.conversations) {
      if (!wanted.has(conversation))
        void send('conversation:leave', { conversation }, { withinMs: LIMITS.ackMs });
    }
    enterWanted();
  });

  for (const name of Object.keys(EVENTS) as EventName[]) {
    socket.on(name, (raw: unknown, acknowledge?: unknown) => {
      if (typeof acknowledge === 'function') acknowledge();
      const schema: v.GenericSchema = EVENTS[name];
      const parsed = v.safeParse(schema, raw);
      if (!parsed.success) return;
      received({ name, data: parsed.output } as AnyServerEvent);
    });
  }

  function received(event: AnyServerEvent): void {
    if (event.name === 'session:replaced') return refused('replaced');
    if (event.name === 'roster:changed') {
      rosters.set(event.data.conversation, event.data.roster);
      stirred();
    }
    listener({ type: 'server', event });
  }

  function enterWanted(): void {
    for (const [conversation, name] of wanted) {
      if (present.get(conversation) !== name) void enter(conversation, name);
    }
  }

  async function enter(conversation: ConversationId, name: Name): Promise<void> {
    present.set(conversation, name);
    const answer = await send('conversation:enter', { conversation, name }, { withinMs: LIMITS.ackMs });
    if (wanted.get(conversation) !== name) return;
    if (!answer.ok) {
      present.delete(conversation);
      if (answer.code !== 'server-down')
        listener({ type: 'entry-refused', conversation, code: answer.code as ErrorCode });
      return;
    }
    rosters.set(conversation, answer.roster);
    listener({ type: 'entered', conversation, roster: answer.roster, rings: answer.rings });
    stirred();
  }

  /** Resolves true at the next change, false when the time is over; rejects when aborted. */
  function changed(untilMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => resolve(false)), Math.max(0, untilMs - Date.now()));
      const aborted = () => settle(() => reject(signal?.reason as Error));
      const wake = () => settle(() => resolve(true));
      function settle(done: () => void): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        waiting.delete(wake);
        done();
      }
      signal?.addEventListener('abort', aborted);
      waiting.add(wake);
    });
  }

  const unreached = (): Unreached => ({ ok: false, code: trouble ?? 'server-down' });
  const hopeless = () => trouble !== null && trouble !== 'server-down';

  async function send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    { withinMs, signal }: SendOptions,
  ): Promise<Ack<N> | Unreached> {
    const untilMs = Date.now() + withinMs;
    const command = { ...body, commandId: v.parse(CommandId, randomId()) };
    for (;;) {
      signal?.throwIfAborted();
      const leftMs = untilMs - Date.now();
      if (leftMs <= 0 || hopeless()) return unreached();
      if (!welcomed) {
        await changed(untilMs, signal);
        continue;
      }
      try {
        const raw: unknown = await socket.timeout(Math.min(LIMITS.ackMs, leftMs)).emitWithAck(name, command);
        const ack = parseAck(name, raw);
        if (ack.ok || ack.code !== 'rate-limited' || (ack.retryAfterMs ?? Infinity) > untilMs - Date.now())
          return ack;
        await changed(Date.now() + (ack.retryAfterMs ?? 0), signal);
      } catch {
        // no ack: the connection was lost or is slow; the same command goes again
      }
    }
  }

  return {
    want(places, keepOpen) {
      const left = [...present.keys()].filter((conversation) => !places.has(conversation));
      wanted = places;
      for (const conversation of left) {
        present.delete(conversation);
        rosters.delete(conversation);
        if (welcomed) void send('conversation:leave', { conversation }, { withinMs: LIMITS.ackMs });
      }
      if (places.size > 0 || keepOpen) {
        if (state === 'idle') {
          setLink('connecting', null);
          socket.connect();
        }
        if (welcomed) enterWanted();
      } else if (state !== 'idle') {
        clearTimeout(retry);
        // what was emitted above still goes out: the transport drains before it closes
        socket.disconnect();
        lost(null);
        setLink('idle', null);
      }
    },
    send,
    async roster(conversation, { withinMs, signal }) {
      const untilMs = Date.now() + withinMs;
      for (;;) {
        signal?.throwIfAborted();
        const roster = welcomed ? rosters.get(conversation) : undefined;
        if (roster) return { ok: true, roster };
        if (Date.now() >= untilMs || hopeless()) return unreached();
        await changed(untilMs, signal);
      }
    },
    iceServers: () => iceServers,
    onEvent(next) {
      listener = next;
    },
    close() {
      clearTimeout(retry);
      socket.disconnect();
      stirred();
    },
  };
}

function troubleOf(code: ErrorCode): Trouble {
  switch (code) {
    case 'client-too-old':
    case 'server-too-old':
    case 'access-denied':
      return code;
    default:
      return 'server-down';
  }
}
