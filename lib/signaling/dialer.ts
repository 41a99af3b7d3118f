import type { Welcome } from '../protocol/index.ts';
import type { Connection, ConnectionEvents, Ending } from './connection.ts';
import type { Knock } from './knock.ts';
import type { Trouble } from './port.ts';
import { firstWaitMs, leftMs, paceMs, patienceMs } from './retry-policy.ts';

export interface DialerOptions {
  readonly connect: (tell: ConnectionEvents) => Connection;
  readonly knock?: Knock | undefined;
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
  /** Dials now instead of waiting for the next attempt; not where the server has refused us. */
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
/**
 * So long after a WebSocket that was dialled without waiting for an answer to the knock the next one is, in ms: a knock
 * never keeps us out for good. One may hang on an old connection; and Firefox forgets failures more than a minute apart.
 */
const BLIND_AFTER_SILENCE_MS = 10_000;
const BLIND_AFTER_NO_MS = 90_000;

export function createDialer(options: DialerOptions): Dialer {
  const { connect, knock, random = Math.random, opened, event, closed } = options;
  let state: State = { type: 'resting' };
  let connection: Connection | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inCall = false;
  let failures = 0;
  let lastStartMs = -Infinity;
  let lastBlindMs = -Infinity;
  let blindAfterMs = 0;

  const circumstances = () => ({ inCall, random });

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
      if (there) return dial();
      blindAfterMs = BLIND_AFTER_NO_MS;
      failed({ how: 'lost' });
    };
    knock(aborting.signal).then(answered, () => answered(false));
  }

  function dialBlindly(): void {
    lastBlindMs = lastStartMs;
    blindAfterMs = BLIND_AFTER_NO_MS;
    // beside it, for the knock to learn what this server's answer looks like
    knock?.(AbortSignal.timeout(patienceMs(circumstances()))).catch(() => false);
    dial();
  }

  function dial(): void {
    enter({ type: 'trying', startMs: lastStartMs, knock: null });
    const dialled = connect({
      heard: bePatient,
      welcomed(welcome) {
        failures = 0;
        lastBlindMs = -Infinity;
        enter({ type: 'open' });
        opened(dialled, welcome);
      },
      event,
      ended: (ending) => (state.type === 'open' ? lost(ending) : failed(ending)),
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
    if (state.type === 'trying' && state.knock) blindAfterMs = BLIND_AFTER_SILENCE_MS;
    failed({ how: 'lost' });
  }

  function lost(ending: Ending): void {
    connection = undefined;
    if (ending.how === 'refused') return turnedAway(ending.trouble);
    wait(firstWaitMs(circumstances(), ending.awayMs));
    closed(null);
  }

  function failed(ending: Ending): void {
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

  return {
    start() {
      if (state.type === 'resting') attempt();
    },
    stop() {
      failures = 0;
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
      if (state.type === 'waiting' && !state.refused) wait(LEAST_MS, { sinceMs: lastStartMs });
    },
    replace() {
      if (state.type !== 'open') return;
      hangUp();
      attempt();
      closed(null);
    },
  };
}
