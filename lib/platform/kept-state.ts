import * as v from 'valibot';
import { browser } from 'wxt/browser';

/** The shape of what is kept changed: an older one is not read. */
const SCHEMA_VERSION = 2;

export interface KeptState<Output> {
  /** Null: nothing is kept any more. */
  save(state: Output | null): Promise<void>;
  /** Null where nothing was kept, or nothing that this version understands. */
  load(): Promise<Output | null>;
}

/**
 * State that another life of this extension goes on from. In `session` it outlives the service worker and is gone with the
 * browser; in `local` it outlives the browser too. Only this extension's own contexts can read it.
 */
export function createKeptState<Output>(
  area: 'session' | 'local',
  key: string,
  schema: v.GenericSchema<unknown, Output>,
): KeptState<Output> {
  const Kept = v.object({ schemaVersion: v.literal(SCHEMA_VERSION), state: schema });
  return {
    async save(state) {
      const storage = browser.storage[area];
      if (state === null) await storage.remove(key);
      else await storage.set({ [key]: { schemaVersion: SCHEMA_VERSION, state } });
    },
    async load() {
      const kept = v.safeParse(Kept, (await browser.storage[area].get(key))[key]);
      return kept.success ? (kept.output as { state: Output }).state : null;
    },
  };
}
