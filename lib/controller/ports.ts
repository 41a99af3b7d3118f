import type { LastCall } from '../call/last-call.ts';
import type { CallState } from '../call/state.ts';
import type { CallId } from '../protocol/index.ts';
import type { Presence } from './presence.ts';

/** Time, given: Unix ms. */
export interface Clock {
  now(): number;
  /** Calls back at a time, once; the disposer forgets it. */
  at(timeMs: number, callback: () => void): () => void;
}

/** What another life of this context needs to go on. */
export interface Snapshot {
  readonly calls: CallState;
  readonly places: Presence;
}

/** Where snapshots are kept: the browser's session storage, and a variable in tests. */
export interface SnapshotStore {
  /** Resolves when it is kept. A store that fails is logged, never fatal. */
  save(snapshot: Snapshot): Promise<void>;
}

/** Where the call that is on is written down, for a browser that ends under it. */
export interface LastCallStore {
  /** Null: there is nothing to go back into. A store that fails is logged, never fatal. */
  save(lastCall: LastCall | null): Promise<void>;
}

export type MintCallId = () => CallId;
