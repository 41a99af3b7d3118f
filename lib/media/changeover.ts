import type { Peer } from './peer.ts';
import type { ConnectionState } from './port.ts';

/**
 * The connection of a path and, for a while, the one that takes its place: the old one is closed when the new one carries,
 * or at once where it is dead.
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
  replace(by: Peer): void;
  /** To be called when the state of any of them changed. True: so did the state of the path. */
  changed(): boolean;
  close(hangUp: boolean): Promise<void>;
}

/** When one side's new connection carries, the other's does within a round trip: then the old one is of no more use. */
const OVERLAP_MS = 300;
const REPLACEMENT_MS = 5_000;

export function createChangeover(first: Peer): Changeover {
  let current = first;
  let next: { readonly peer: Peer; readonly madeAt: number } | null = null;
  let state: ConnectionState = 'new';
  let overlap: ReturnType<typeof setTimeout> | undefined;

  function all(): readonly Peer[] {
    return next ? [current, next.peer] : [current];
  }

  function promote(): void {
    if (!next) return;
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
    replace(peer) {
      clearTimeout(overlap);
      overlap = undefined;
      void next?.peer.close(false);
      const isAlive = current.state === 'connected' || current.state === 'disconnected';
      next = isAlive ? { peer, madeAt: Date.now() } : null;
      if (isAlive) return;
      void current.close(false);
      current = peer;
    },
    changed() {
      const carries = next?.peer.state === 'connected';
      if (carries) overlap ??= setTimeout(promote, OVERLAP_MS);
      const latest = carries ? 'connected' : current.state;
      if (latest === 'new' || latest === state) return false;
      state = latest;
      return true;
    },
    async close(hangUp) {
      clearTimeout(overlap);
      await Promise.all(all().map((peer) => peer.close(hangUp)));
    },
  };
}
