import * as v from 'valibot';
import {
  CommandId,
  LIMITS,
  randomId,
  type Ack,
  type AnyServerEvent,
  type CommandBody,
  type CommandName,
  type ConversationId,
  type ErrorCode,
  type IceServer,
  type Name,
  type RosterEntry,
  type Welcome,
} from '../protocol/index.ts';
import { parseAck } from './acknowledged.ts';
import { connect, type Connection, type Server } from './connection.ts';
import { createDialer } from './dialer.ts';
import type { Knock } from './knock.ts';
import type { SendOptions, ServerPort, Trouble, Unreached } from './port.ts';

export interface SocketOptions extends Server {
  /** Asks whether the server answers, before a WebSocket that would probably fail. Without it none is spared. */
  readonly knock?: Knock;
  /** A knock goes ahead of every WebSocket but the first (lib/signaling/dialer.ts). */
  readonly knockFirst?: boolean;
}

/**
 * The one socket to a call server. It is dialled while somebody wants it, proves the installation's key on each
 * connection, and enters again what is wanted. Nothing is emitted while it is down.
 */
export function createSocketClient(options: SocketOptions): ServerPort {
  let listener: Parameters<ServerPort['onEvent']>[0] = () => {};
  let wanted: ReadonlyMap<ConversationId, Name> = new Map();
  let present = new Map<ConversationId, Name>();
  const rosters = new Map<ConversationId, readonly RosterEntry[]>();
  let iceServers: readonly IceServer[] = [];
  /** The connection on which we are welcome; `life` ends with it. */
  let open: { readonly connection: Connection; readonly life: AbortController } | undefined;
  let probed: Connection | undefined;
  let gone = false;
  let trouble: Trouble | null = null;
  let state: 'idle' | 'connecting' | 'connected' | 'down' = 'idle';
  /** Those who wait for the next change of the link or of a roster. */
  let waiting = new Set<() => void>();

  const dialer = createDialer({
    connect: (tell) => connect(options, tell),
    knock: options.knock,
    knockFirst: options.knockFirst,
    opened: welcomed,
    event: received,
    closed: lost,
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
    open?.life.abort(new Error('The connection is over'));
    open = undefined;
    present = new Map();
    rosters.clear();
    setLink(why ? 'down' : 'connecting', why);
  }

  function welcomed(connection: Connection, welcome: Welcome): void {
    open = { connection, life: new AbortController() };
    iceServers = welcome.iceServers;
    setLink('connected', null);
    const { calls, engaged, installUrl } = welcome;
    listener({ type: 'welcomed', calls, engaged, iceServers, installUrl });
    for (const conversation of welcome.conversations) {
      if (!wanted.has(conversation)) void sendHere('conversation:leave', { conversation });
    }
    enterWanted();
  }

  function received(event: AnyServerEvent): unknown {
    if (event.name === 'roster:changed') {
      rosters.set(event.data.conversation, event.data.roster);
      stirred();
    }
    return listener({ type: 'server', event });
  }

  function enterWanted(): void {
    for (const [conversation, name] of wanted) {
      if (present.get(conversation) !== name) void enter(conversation, name);
    }
  }

  async function enter(conversation: ConversationId, name: Name): Promise<void> {
    present.set(conversation, name);
    const answer = await sendHere('conversation:enter', { conversation, name });
    if (!answer || wanted.get(conversation) !== name) return;
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
  const hopeless = () => gone || (trouble !== null && trouble !== 'server-down');

  async function send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    { withinMs, signal }: SendOptions,
  ): Promise<Ack<N> | Unreached> {
    const untilMs = Date.now() + withinMs;
    const command = { ...body, commandId: v.parse(CommandId, randomId()) };
    let hasFailed = false;
    for (;;) {
      signal?.throwIfAborted();
      const leftMs = untilMs - Date.now();
      if (leftMs <= 0 || hopeless()) return unreached();
      if (!open) {
        await changed(untilMs, signal);
        continue;
      }
      try {
        const raw = await open.connection.emit(name, command, Math.min(LIMITS.ackMs, leftMs));
        const ack = parseAck(name, raw);
        if (!ack.ok && ack.code === 'internal' && !hasFailed) {
          // the server's own fault, which the next try need not meet
          hasFailed = true;
          continue;
        }
        if (ack.ok || ack.code !== 'rate-limited' || (ack.retryAfterMs ?? Infinity) > untilMs - Date.now())
          return ack;
        await changed(Date.now() + (ack.retryAfterMs ?? 0), signal);
      } catch {
        // no ack: the connection was lost, or is slow, or dead without a word; the same command goes again
        probe();
      }
    }
  }

  /** For what belongs to this connection: undefined once that is over. */
  async function sendHere<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
  ): Promise<Ack<N> | Unreached | undefined> {
    const signal = open?.life.signal;
    if (!signal) return undefined;
    return send(name, body, { withinMs: LIMITS.ackMs, signal }).catch(() => undefined);
  }

  function probe(): void {
    if (!open || probed === open.connection) return;
    const { connection } = open;
    probed = connection;
    connection.emit('session:ping', {}, LIMITS.pingMs).then(
      () => (probed = undefined),
      () => {
        probed = undefined;
        if (open?.connection === connection) dialer.replace();
      },
    );
  }

  return {
    want(places, keepOpen) {
      const left = [...present.keys()].filter((conversation) => !places.has(conversation));
      wanted = places;
      for (const conversation of left) {
        present.delete(conversation);
        rosters.delete(conversation);
        void sendHere('conversation:leave', { conversation });
      }
      dialer.setInCall(keepOpen);
      if (places.size > 0 || keepOpen) {
        if (state === 'idle') {
          setLink('connecting', null);
          dialer.start();
        }
        if (open) enterWanted();
      } else if (state !== 'idle') {
        dialer.stop();
        lost(null);
        setLink('idle', null);
      }
    },
    send,
    async roster(conversation, { withinMs, signal }) {
      const untilMs = Date.now() + withinMs;
      for (;;) {
        signal?.throwIfAborted();
        const roster = open ? rosters.get(conversation) : undefined;
        if (roster) return { ok: true, roster };
        if (Date.now() >= untilMs || hopeless()) return unreached();
        await changed(untilMs, signal);
      }
    },
    probe,
    networkIsBack() {
      if (open) probe();
      else dialer.hurry();
    },
    iceServers: () => iceServers,
    onEvent(next) {
      listener = next;
    },
    close() {
      gone = true;
      dialer.stop();
      open?.life.abort(new Error('The connection is over'));
      open = undefined;
      stirred();
    },
  };
}
