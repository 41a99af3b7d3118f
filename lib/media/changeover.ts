import type { Peer } from './peer.ts';
import type { ConnectionState } from './port.ts';

/**
 * The connection of a path and, for a while, the one that takes its place: the old one is closed when the new one carries
 * sound, or at once where it is dead.
 */
export interface Changeover {
  /** The one that sound comes by. */
  readonly current: Peer;
  /** The one that is negotiated. */
  readonly newest: Peer;
  readonly all: readonly Peer[];
  /** Of the path: a connection that is only being made says nothing of it. */
  readonly state: ConnectionState;
  /** A new connection has not come about within 5 s: it is to be made anew. */
  readonly overdue: boolean;
  /** `sounds`: the other's sound comes by the one there is, whatever its state; then it is kept as long as any other. */
  replace(by: Peer, sounds: boolean): void;
  /** The other's sound comes by this one. */
  carries(peer: Peer): void;
  /** To be called when the state of any of them changed. True: so did the state of the path. */
  changed(): boolean;
  close(hangUp: boolean): Promise<void>;
}

/** When one side's new connection carries sound, the other's does within a round trip: then the old one is of no more use. */
const OVERLAP_MS = 300;
/**
 * Sound comes by a new connection within a round trip of its being there, or the other sends none at all: then there is nothing
 * that waiting would save, and the other is not to send its sound twice for ever.
 */
const SOUNDLESS_MS = 2_000;
const REPLACEMENT_MS = 5_000;

export function createChangeover(first: Peer): Changeover {
  let current = first;
  let next: { readonly peer: Peer; readonly madeAt: number } | null = null;
  let state: ConnectionState = 'new';
  let overlap: ReturnType<typeof setTimeout> | undefined;
  let soundless: ReturnType<typeof setTimeout> | undefined;

  function all(): readonly Peer[] {
    return next ? [current, next.peer] : [current];
  }

  function stopWaiting(): void {
    clearTimeout(overlap);
    clearTimeout(soundless);
    overlap = soundless = undefined;
  }

  function promote(): void {
    stopWaiting();
    if (next?.peer.state !== 'connected') return;
    void current.close(false);
    current = next.peer;
    next = null;
  }

  return {
    get current() {
      return current;
    },
    get newest() {
      return next?.peer ?? current;
    },
    get all() {
      return all();
    },
    get state() {
      return state;
    },
    get overdue() {
      return next !== null && next.peer.state !== 'connected' && Date.now() - next.madeAt >= REPLACEMENT_MS;
    },
    replace(peer, sounds) {
      stopWaiting();
      void next?.peer.close(false);
      const isAlive = sounds || current.state === 'connected' || current.state === 'disconnected';
      next = isAlive ? { peer, madeAt: Date.now() } : null;
      if (isAlive) return;
      void current.close(false);
      current = peer;
    },
    carries(peer) {
      if (peer === next?.peer) overlap ??= setTimeout(promote, OVERLAP_MS);
    },
    changed() {
      const isThere = next?.peer.state === 'connected';
      if (isThere) soundless ??= setTimeout(promote, SOUNDLESS_MS);
      const latest = isThere ? 'connected' : current.state;
      if (latest === 'new' || latest === state) return false;
      state = latest;
      return true;
    },
    async close(hangUp) {
      stopWaiting();
      await Promise.all(all().map((peer) => peer.close(hangUp)));
    },
  };
}
