import * as v from 'valibot';
import { browser } from 'wxt/browser';

/** The shape of a snapshot changed: an older one is not read. */
const SCHEMA_VERSION = 1;
const KEY = 'snapshot';

/**
 * State that another life of the service worker goes on from: kept in `storage.session`, so it is gone with the
 * browser, and only this extension's own contexts can read it.
 */
export function createSessionStore<Output>(schema: v.GenericSchema<unknown, Output>) {
  const Kept = v.object({ schemaVersion: v.literal(SCHEMA_VERSION), state: schema });
  return {
    async save(state: Output): Promise<void> {
      await browser.storage.session.set({ [KEY]: { schemaVersion: SCHEMA_VERSION, state } });
    },
    /** Undefined where nothing was kept, or nothing that this version understands. */
    async load(): Promise<Output | undefined> {
      const kept = v.safeParse(Kept, (await browser.storage.session.get(KEY))[KEY]);
      return kept.success ? (kept.output as { state: Output }).state : undefined;
    },
  };
}
