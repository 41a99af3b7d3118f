import type { Welcome } from '../protocol/index.ts';
import type { Connection, ConnectionEvents, Ending } from './connection.ts';
import type { Knock } from './knock.ts';
import type { Trouble } from './port.ts';
import { firstWaitMs, leftMs, paceMs, patienceMs, SHORT_ATTEMPTS } from './retry-policy.ts';

export interface DialerOptions {
  readonly connect: (tell: ConnectionEvents) => Connection;
  readonly knock?: Knock | undefined;
  /** Whoever gives up a WebSocket that hangs pays for it with the next one, as in Firefox; a knock costs nothing. */
  readonly knockFirst?: boolean | undefined;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
  /** Proved and welcomed. */
  readonly opened: (connection: Connection, welcome: Welcome) => void;
  readonly event: ConnectionEvents['event'];
  /** There is no open connection (any more). Null: one was lost, and no attempt has failed since. */
  readonly closed: (why: Trouble | null) => void;
}

/** Keeps one connection, dialled again by lib/signaling/retry-policy.ts. */
export interface Dialer {
  start(): void;
  stop(): void;
  /** Whether a call or a ring needs the server. */
  setInCall(inCall: boolean): void;
  /**
   * Something shows that the network is there: dials now, and gives up what hangs for it; not where the server has refused
   * us. Without a knock, but where one goes first: Chromium lets knocks hang on that were given up, Firefox WebSockets.
   */
  hurry(): void;
  /** The open connection is dead, though nobody said so: dials another one, at once. */
  replace(): void;
}

type State =
  | { readonly type: 'resting' }
  | { readonly type: 'waiting'; readonly sinceMs: number; readonly waitMs: number; readonly refused: boolean }
  /** `knock`: what it still waits for before it dials. */
  | { readonly type: 'trying'; readonly startMs: number; readonly knock: AbortController | null }
  | { readonly type: 'open' };

/** A refusal that will not change by itself is asked about again only this often, in ms. */
const REFUSED_RETRY_MS = 60_000;
/** However often somebody hurries, attempts start this far apart, in ms. */
const LEAST_MS = 200;
/** A connection whose first packet was lost sends it again after about this long, in ms (RFC 6298 2.1): then it is not hung yet. */
const FIRST_PACKET_MS = 1_000;
/**
 * So long after a WebSocket that was dialled without waiting for an answer to the knock the next one is, in ms, where the
 * answer is no: a knock never keeps us out for good. Firefox forgets failures more than a minute apart.
 */
const BLIND_AFTER_NO_MS = 90_000;
/** The same where a knock goes first, and hangs. */
const BLIND_AFTER_SILENCE_MS = 300_000;

export function createDialer(options: DialerOptions): Dialer {
  const { connect, knock, knockFirst = false, random = Math.random, opened, event, closed } = options;
  let state: State = { type: 'resting' };
  let connection: Connection | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inCall = false;
  let failures = 0;
  let lastStartMs = -Infinity;
  let lastBlindMs = -Infinity;
  let blindAfterMs = 0;
  /** How many attempts in a row came to no end by themselves. */
  let silences = 0;
  let met = false;
  /** The last WebSocket failed, rather than hung: a browser puts off those that come after such a one. */
  let broke = false;

  const circumstances = () => ({ inCall, random, silences });

  function enter(next: State): void {
    clearTimeout(timer);
    if (state.type === 'trying') state.knock?.abort();
    state = next;
  }

  function hangUp(): void {
    connection?.close();
    connection = undefined;
  }

  function wait(waitMs: number, { refused = false, sinceMs = Date.now() } = {}): void {
    enter({ type: 'waiting', sinceMs, waitMs, refused });
    timer = setTimeout(attempt, leftMs(waitMs, sinceMs, Date.now()));
  }

  function attempt(): void {
    lastStartMs = Date.now();
    // a clock that was set back must not make it wait, either
    if (!knock || Math.abs(lastStartMs - lastBlindMs) >= blindAfterMs) return dialBlindly();
    const aborting = new AbortController();
    enter({ type: 'trying', startMs: lastStartMs, knock: aborting });
    bePatient();
    const answered = (there: boolean) => {
      if (aborting.signal.aborted) return;
      if (there) {
        silences = 0;
        return dial();
      }
      blindAfterMs = BLIND_AFTER_NO_MS;
      failed({ how: 'lost' });
    };
    knock(aborting.signal).then(answered, () => answered(false));
  }

  function dialBlindly(): void {
    lastBlindMs = lastStartMs;
    blindAfterMs = BLIND_AFTER_NO_MS;
    // beside the first, for the knock to learn what this server's answer looks like
    if (!met) knock?.(AbortSignal.timeout(patienceMs(circumstances()))).catch(() => false);
    dial();
  }

  function dial(): void {
    enter({ type: 'trying', startMs: lastStartMs, knock: null });
    const dialled = connect({
      heard: bePatient,
      welcomed(welcome) {
        failures = 0;
        silences = 0;
        met = true;
        broke = false;
        lastBlindMs = -Infinity;
        enter({ type: 'open' });
        opened(dialled, welcome);
      },
      event,
      ended(ending) {
        if (state.type === 'open') return lost(ending);
        broke = ending.how === 'lost';
        failed(ending);
      },
    });
    connection = dialled;
    bePatient();
  }

  /** Gives an attempt its time, from now. */
  function bePatient(): void {
    clearTimeout(timer);
    timer = setTimeout(outOfPatience, patienceMs(circumstances()));
  }

  function outOfPatience(): void {
    const before = silences;
    // by turns: each waits only behind those of its own kind that hang
    if (state.type === 'trying' && !state.knock) {
      broke = false;
      blindAfterMs = Infinity;
    } else if (knockFirst) blindAfterMs = BLIND_AFTER_SILENCE_MS;
    else if (!broke || before >= SHORT_ATTEMPTS) blindAfterMs = 0;
    failed({ how: 'lost' });
    silences = before + 1;
  }

  /** From now on a knock goes ahead. */
  function keepOff(): void {
    if (!knockFirst) return;
    lastBlindMs = Date.now();
    blindAfterMs = BLIND_AFTER_NO_MS;
  }

  function lost(ending: Ending): void {
    connection = undefined;
    keepOff();
    if (ending.how === 'refused') return turnedAway(ending.trouble);
    wait(firstWaitMs(circumstances(), ending.awayMs));
    closed(null);
  }

  function failed(ending: Ending): void {
    silences = 0;
    hangUp();
    if (ending.how === 'refused') return turnedAway(ending.trouble);
    failures += 1;
    if (ending.awayMs === undefined) wait(paceMs(failures, circumstances()), { sinceMs: lastStartMs });
    else wait(firstWaitMs(circumstances(), ending.awayMs));
    closed('server-down');
  }

  /** A person may have updated one end or put the key right; but of two lives of one installation the older stays away. */
  function turnedAway(trouble: Trouble): void {
    if (trouble === 'replaced') enter({ type: 'resting' });
    else wait(REFUSED_RETRY_MS, { refused: true });
    closed(trouble);
  }

  function isHung({ knock: pending, startMs }: Extract<State, { type: 'trying' }>): boolean {
    return pending !== null || Date.now() - startMs >= FIRST_PACKET_MS;
  }

  return {
    start() {
      if (state.type === 'resting') attempt();
    },
    stop() {
      failures = 0;
      silences = 0;
      enter({ type: 'resting' });
      hangUp();
    },
    setInCall(next) {
      if (next === inCall) return;
      inCall = next;
      if (!inCall) return;
      if (state.type === 'trying') bePatient();
      if (state.type !== 'waiting' || state.refused) return;
      const left = leftMs(state.waitMs, state.sinceMs, Date.now());
      wait(Math.min(left, firstWaitMs(circumstances())));
    },
    hurry() {
      const isIdle = state.type === 'waiting' && !state.refused;
      if (!isIdle && !(state.type === 'trying' && isHung(state))) return;
      hangUp();
      if (!knockFirst) blindAfterMs = 0;
      wait(LEAST_MS, { sinceMs: lastStartMs });
    },
    replace() {
      if (state.type !== 'open') return;
      hangUp();
      keepOff();
      attempt();
      closed(null);
    },
  };
}
