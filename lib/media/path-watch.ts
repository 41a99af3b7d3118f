import { SILENCE_MS } from './flow.ts';
import type { ConnectionState } from './port.ts';

/** The next round of the connection there is, or a new connection in its place. */
export type Repair = 'ice' | 'peer';

/** What is seen of the path at one moment. Times are Unix times in ms. */
export interface PathSight {
  readonly connection: ConnectionState;
  /** The connection failed so that another round cannot mend it. */
  readonly beyondIce: boolean;
  /** Packets of the other's come. */
  readonly flowing: boolean;
  /** When anything of the other's last came: a packet, a word on the control channel, the connection itself. */
  readonly heardAt: number;
  /** What this side waits for an answer to: its latest offer, or its wish for one. */
  readonly open: 'offer' | 'wish' | null;
}

/** Decides when the path has to be repaired, and how; the repair itself is another's (lib/media/path.ts). */
export interface PathWatch {
  /** A repair is wanted whatever the path looks like. A round that is open already does for that, if it is answered. */
  want(repair: Repair): void;
  /** The same, but an open round does not do: what it told of this machine is no longer true. */
  wantFresh(repair: Repair): void;
  /** To be called at every change and about twice a second. A repair that is returned counts as begun. */
  look(sight: PathSight, nowMs: number): Repair | null;
}

/**
 * ICE says `disconnected` for a moment now and then, and mends by itself. While sound comes nothing is done about it: where much is
 * lost the checks are too, and another round costs what still comes (Firefox 153 plays nothing of the round before, and of 30 %
 * loss came 6 s of silence). What no longer reaches the other, the other misses, and asks.
 */
const DISCONNECTED_MS = 2_000;
/**
 * From the first answer to a connection. Where the two cannot find each other Chromium 156 goes on checking for longer than
 * 17 s before it says `failed`; what can be found by STUN or TURN is within 5.
 */
const CONNECTING_MS = 7_000;
/** A round that nobody answered is made again after this, then at longer steps: the network may be back at any moment. */
const FIRST_RETRY_MS = 3_000;
const RETRY_MS = 5_000;
/** On a connection that carries something comes every 20 ms, and a sign of life every second. */
const CARRIES_WITHIN_MS = 1_500;
/** One that has just left and is not answered yet does for two who want it. */
const OPEN_MS = 1_000;
/** So many rounds that were answered and led to nothing: then it is not the path. */
const ROUNDS_BEFORE_NEW_PEER = 3;
const FAILURES_BEFORE_NEW_PEER = 2;
/** A path that has been good for this long since the last repair owes nothing to the past. */
const HEALED_MS = 10_000;

export function createPathWatch(): PathWatch {
  let wanted: Repair | null = null;
  let wantsFresh = false;
  let connection: ConnectionState = 'new';
  let connectionSince: number | null = null;
  let startedAt = Number.NEGATIVE_INFINITY;
  /** Repairs since sound last flowed. */
  let attempts = 0;
  let rounds = 0;
  let failures = 0;
  let counted = true;
  let latest: Repair | null = null;

  function notice(sight: PathSight, nowMs: number): void {
    connectionSince ??= nowMs;
    if (sight.connection !== connection) {
      connection = sight.connection;
      connectionSince = nowMs;
      if (connection === 'failed') failures++;
    }
    if (!sight.open && !counted) {
      counted = true;
      rounds++;
      if (!wantsFresh && !wantsMore()) wanted = null;
    }
    // Whether sound flows is known a moment later than that nothing is heard; what came before the repair says nothing of it.
    if (connection !== 'connected' || !sight.flowing || nowMs - sight.heardAt >= SILENCE_MS) return;
    if (sight.heardAt <= startedAt) return;
    attempts = 0;
    if (nowMs - startedAt >= HEALED_MS) rounds = failures = 0;
  }

  /** For who wants a new connection another round of the old one does not do. */
  function wantsMore(): boolean {
    return wanted === 'peer' && latest === 'ice';
  }

  function isBroken({ heardAt, flowing }: PathSight, nowMs: number): boolean {
    const sinceMs = nowMs - (connectionSince ?? nowMs);
    if (connection === 'new') return sinceMs >= CONNECTING_MS;
    if (connection === 'failed' || nowMs - heardAt >= SILENCE_MS) return true;
    return connection === 'disconnected' && !flowing && sinceMs >= DISCONNECTED_MS;
  }

  /**
   * The round has led back to the other, and nothing comes: in Firefox 153 two rounds close upon each other lose what the
   * connection carries. Another one would not mend that.
   */
  function isHollow({ open, heardAt }: PathSight, nowMs: number): boolean {
    if (connection !== 'connected' || connectionSince === null || latest !== 'ice' || open) return false;
    return connectionSince >= startedAt && heardAt <= connectionSince && nowMs - heardAt >= CARRIES_WITHIN_MS;
  }

  function isDue(sight: PathSight, nowMs: number): boolean {
    const sinceMs = nowMs - startedAt;
    if (wanted) return wantsMore() || !sight.open || sinceMs >= OPEN_MS;
    if (!isBroken(sight, nowMs) && !isHollow(sight, nowMs)) return false;
    // Nothing is left to wait for.
    if ((sight.beyondIce || isHollow(sight, nowMs)) && latest !== 'peer' && sinceMs >= OPEN_MS) return true;
    return attempts === 0 || sinceMs >= (attempts === 1 ? FIRST_RETRY_MS : RETRY_MS);
  }

  function want(repair: Repair): void {
    if (wanted !== 'peer') wanted = repair;
  }

  return {
    want,
    wantFresh(repair) {
      wantsFresh = true;
      want(repair);
    },
    look(sight, nowMs) {
      notice(sight, nowMs);
      if (!isDue(sight, nowMs)) return null;
      const isPeer =
        wanted === 'peer' ||
        sight.beyondIce ||
        // Another round beside one that nobody answered: Chromium 156 goes on, and Firefox 153 hears nothing of it; the other
        // way round Firefox loses its transport. Taken back (a rollback) or not.
        sight.open === 'offer' ||
        isHollow(sight, nowMs) ||
        rounds >= ROUNDS_BEFORE_NEW_PEER ||
        failures >= FAILURES_BEFORE_NEW_PEER;
      wanted = null;
      wantsFresh = false;
      startedAt = nowMs;
      attempts++;
      counted = false;
      if (isPeer) rounds = failures = 0;
      latest = isPeer ? 'peer' : 'ice';
      return latest;
    },
  };
}
