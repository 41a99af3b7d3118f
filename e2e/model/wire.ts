import * as v from 'valibot';
import type { Clock } from '../../lib/controller/ports.ts';
import {
  type Ack,
  type AnyServerEvent,
  type BadAck,
  COMMANDS,
  CommandId,
  type CommandName,
  type ConversationId,
  EVENTS,
  LIMITS,
  type Name,
  type ParticipantId,
  type PublicKey,
  randomId,
  type RosterEntry,
} from '../../lib/protocol/index.ts';
import type { ServerPort, SignalingEvent, Unreached } from '../../lib/signaling/port.ts';
import type { Changes, Registry } from '../../server/registry/registry.ts';

/**
 * The network between one installation and the real registry, in virtual time: messages of each direction keep their
 * order and arrive when the test says so; a cut loses what is under way, and the server sends again what was not
 * acknowledged. It parses everything with the protocol's schemas, as both real ends do.
 */
export interface Wire extends ServerPort {
  readonly up: boolean;
  cut(): void;
  restore(): void;
  /** Nothing goes through any more, and neither end is told: it is found out, and another connection dialled. */
  hush(): void;
  /** Lets the next message of a direction arrive; false when there is none. */
  deliverUp(): boolean;
  deliverDown(): boolean;
  /** The server has something for this installation. */
  fromServer(event: AnyServerEvent): void;
  /** The next command is not done: it meets a fault of the server's own, or there is no token for it. */
  refuse(why: 'internal' | 'rate-limited'): void;
  /** The server is another one, which knows nothing. */
  serverRestarted(): void;
}

/** What is on its way up: a command, or the word that an event was heard. */
type Up = Pending | { readonly name: 'heard'; readonly event: AnyServerEvent };

interface Pending {
  readonly name: CommandName;
  readonly command: Record<string, unknown> & { commandId: CommandId };
  readonly untilMs: number;
  /** It met a fault of the server's own before. */
  hasFailed: boolean;
  settle(answer: Ack<CommandName> | Unreached): void;
}

type Down =
  | { readonly type: 'ack'; readonly pending: Pending; readonly ack: unknown }
  | { readonly type: 'event'; readonly event: AnyServerEvent };

/** By then each end knows a dead connection by itself, in ms: the server's pings did not come, or no answer to them. */
const FOUND_OUT_MS = 40_000;
/** From one attempt at another connection to the next. */
const REDIAL_MS = 2_000;

/** After this long there is a token again, in ms. */
const TOKEN_MS = 100;

function isKept({ name }: AnyServerEvent): boolean {
  return name !== 'roster:changed' && name !== 'call:renewed';
}

export interface WireOptions {
  /** Another connection can be dialled now. */
  readonly hasNetwork: () => boolean;
  /** The present one: a restart makes another. */
  readonly registry: () => Registry;
  readonly key: PublicKey;
  readonly clock: Clock;
  readonly me: ParticipantId;
  /** What the registry wants delivered, to anybody. */
  readonly deliver: (changes: Changes) => void;
  /** Called with each command as it arrives at the server. */
  readonly onArrival: (name: CommandName) => void;
}

export function createWire(options: WireOptions): Wire {
  const { hasNetwork, registry, key, clock, me, deliver, onArrival } = options;
  let up = false;
  let silent = false;
  /** Counts connections. */
  let connection = 0;
  /** It was lost by itself, and is dialled again by itself. */
  let dials = false;
  /** Ends with the connection. */
  let life = new AbortController();
  let wanted: ReadonlyMap<ConversationId, Name> = new Map();
  let present = new Map<ConversationId, Name>();
  const rosters = new Map<ConversationId, readonly RosterEntry[]>();
  let listener: (event: SignalingEvent) => unknown = () => {};
  const pending = new Set<Pending>();
  let upward: Up[] = [];
  let downward: Down[] = [];
  /** Sent and not acknowledged: goes again on the next connection, so the other side may see it twice. */
  let mailbox: AnyServerEvent[] = [];
  let wakers = new Set<() => void>();
  /** What the next command is answered instead of being done. */
  let refusal: BadAck | null = null;
  /** Ends the waiting of those who were told to come again later: they go with the next connection. */
  const resting = new Set<() => void>();

  const wake = () => {
    const woken = wakers;
    wakers = new Set();
    for (const each of woken) each();
  };

  function enterWanted(): void {
    for (const [conversation, name] of wanted) {
      if (present.get(conversation) === name) continue;
      present.set(conversation, name);
      void enter(conversation, name).catch(() => {});
    }
  }

  async function enter(conversation: ConversationId, name: Name): Promise<void> {
    const within = { withinMs: 60_000, signal: life.signal };
    const answer = await wire.send('conversation:enter', { conversation, name }, within);
    if (!answer.ok) return void present.delete(conversation);
    rosters.set(conversation, answer.roster);
    listener({ type: 'entered', conversation, roster: answer.roster, rings: answer.rings });
    wake();
  }

  /** After that long, if the connection is the same one and dead. */
  function ifStillSilent(ms: number, then: () => void): void {
    const asked = connection;
    clock.at(clock.now() + ms, () => {
      if (silent && connection === asked) then();
    });
  }

  function replace(): void {
    wire.cut();
    dials = true;
    redial();
  }

  function redial(): void {
    if (!dials) return;
    if (hasNetwork()) wire.restore();
    else clock.at(clock.now() + REDIAL_MS, redial);
  }

  /** As the real client does with what the server did not do (lib/signaling/socket-client.ts); false: it is an answer. */
  function goesAgain(message: Pending, ack: Ack<CommandName>): boolean {
    if (ack.ok || !pending.has(message)) return false;
    if (ack.code === 'internal' && !message.hasFailed) {
      message.hasFailed = true;
      upward.push(message);
      return true;
    }
    const atMs = clock.now() + (ack.retryAfterMs ?? Infinity);
    if (ack.code !== 'rate-limited' || atMs > message.untilMs) return false;
    const forget = clock.at(atMs, () => {
      resting.delete(forget);
      if (pending.has(message)) upward.push(message);
    });
    resting.add(forget);
    return true;
  }

  const wire: Wire = {
    get up() {
      return up;
    },
    cut() {
      dials = false;
      if (!up) return;
      up = false;
      silent = false;
      life.abort(new Error('The connection is over'));
      upward = [];
      downward = [];
      for (const forget of resting) forget();
      resting.clear();
      present = new Map();
      rosters.clear();
      registry().disconnect(key, clock.now());
      listener({ type: 'link', state: 'down', trouble: 'server-down' });
    },
    hush() {
      if (!up || silent) return;
      silent = true;
      ifStillSilent(FOUND_OUT_MS, replace);
      if (pending.size > 0) ifStillSilent(LIMITS.ackMs, () => wire.probe());
    },
    restore() {
      if (silent) wire.cut();
      if (up) return;
      up = true;
      dials = false;
      connection += 1;
      life = new AbortController();
      const standing = registry().connect(key, clock.now());
      listener({ type: 'link', state: 'connected', trouble: null });
      const unheard = mailbox.flatMap((event) => (event.name === 'call:ended' ? [event.data.callId] : []));
      const calls = [...standing.calls, ...unheard];
      listener({ type: 'welcomed', calls, engaged: standing.engaged, iceServers: [] });
      downward = mailbox.map((event) => ({ type: 'event', event }));
      const waiting = [...pending];
      enterWanted();
      upward.push(...waiting);
    },
    deliverUp() {
      if (silent) return false;
      const message = upward.shift();
      if (!message) return false;
      if (message.name === 'heard') {
        mailbox = mailbox.filter((each) => each !== message.event);
        return true;
      }
      const refused = refusal;
      refusal = null;
      // one that met a fault before does not meet another
      if (refused && !(refused.code === 'internal' && message.hasFailed)) {
        downward.push({ type: 'ack', pending: message, ack: refused });
        return true;
      }
      onArrival(message.name);
      const schema: v.GenericSchema = COMMANDS[message.name].payload;
      const command = v.parse(schema, structuredClone(message.command));
      const hashed = message.name === 'conversation:enter' || message.name === 'call:resume';
      const known = hashed ? { ...(command as object), me } : command;
      const { ack, ...changes } = registry().handle(key, message.name, known as never, clock.now());
      downward.push({ type: 'ack', pending: message, ack });
      deliver(changes);
      return true;
    },
    deliverDown() {
      if (silent) return false;
      const message = downward.shift();
      if (!message) return false;
      if (message.type === 'ack') {
        const schema: v.GenericSchema = v.looseObject({ ok: v.boolean() });
        const ack = v.parse(schema, message.ack) as Ack<CommandName>;
        if (!goesAgain(message.pending, ack)) message.pending.settle(ack);
        return true;
      }
      const schema: v.GenericSchema = EVENTS[message.event.name];
      const data = v.parse(schema, structuredClone(message.event.data));
      const event = { name: message.event.name, data } as AnyServerEvent;
      // until that arrives the next connection brings the event once more
      if (isKept(message.event)) upward.push({ name: 'heard', event: message.event });
      if (event.name === 'roster:changed') rosters.set(event.data.conversation, event.data.roster);
      listener({ type: 'server', event });
      wake();
      return true;
    },
    fromServer(event) {
      if (isKept(event) && registry().has(key)) mailbox.push(event);
      if (up) downward.push({ type: 'event', event });
    },
    refuse(code) {
      refusal = { ok: false, code, ...(code === 'rate-limited' && { retryAfterMs: TOKEN_MS }) };
    },
    serverRestarted() {
      if (!silent) wire.cut();
      mailbox = [];
    },
    probe() {
      ifStillSilent(LIMITS.pingMs, replace);
    },
    networkIsBack() {
      if (up) wire.probe();
      else redial();
    },
    want(places, _keepOpen) {
      wanted = places;
      if (up) enterWanted();
    },
    async send(name, body, { withinMs, signal }) {
      signal?.throwIfAborted();
      return new Promise<never>((resolve, reject) => {
        const message: Pending = {
          name,
          command: { ...body, commandId: v.parse(CommandId, randomId()) },
          untilMs: clock.now() + withinMs,
          hasFailed: false,
          settle: (answer) => finish(() => resolve(answer as never)),
        };
        const forget = clock.at(message.untilMs, () => message.settle({ ok: false, code: 'server-down' }));
        const aborted = () => finish(() => reject(signal?.reason as Error));
        signal?.addEventListener('abort', aborted);
        function finish(done: () => void): void {
          if (!pending.delete(message)) return;
          forget();
          signal?.removeEventListener('abort', aborted);
          done();
        }
        pending.add(message);
        if (up) upward.push(message);
        ifStillSilent(LIMITS.ackMs, () => wire.probe());
      });
    },
    async roster(conversation, { withinMs, signal }) {
      const untilMs = clock.now() + withinMs;
      for (;;) {
        signal?.throwIfAborted();
        const roster = up ? rosters.get(conversation) : undefined;
        if (roster) return { ok: true, roster };
        if (clock.now() >= untilMs) return { ok: false, code: 'server-down' };
        await new Promise<void>((resolve) => {
          const forget = clock.at(untilMs, wakeOne);
          function wakeOne(): void {
            forget();
            wakers.delete(wakeOne);
            resolve();
          }
          wakers.add(wakeOne);
          signal?.addEventListener('abort', wakeOne, { once: true });
        });
      }
    },
    iceServers: () => [],
    close() {},
    onEvent(next) {
      listener = next;
    },
  };
  return wire;
}
