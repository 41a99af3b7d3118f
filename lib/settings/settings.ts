import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { NO_CHOICES, ServerChoices } from './servers.ts';

/** A setting of the person's, or its default. Stored under its name with the version of its shape. */
export interface Setting<Value> {
  get(): Promise<Value>;
  set(value: Value): Promise<void>;
  /** Calls back with the present value, then with each new one; resolves after the first call. */
  follow(listener: (value: Value) => void): Promise<void>;
}

const VERSION = 1;

function setting<Value>(
  name: string,
  schema: v.GenericSchema<unknown, Value>,
  fallback: Value,
): Setting<Value> {
  const key = `setting:${name}`;
  const Stored = v.object({ version: v.literal(VERSION), value: schema });
  const read = (raw: unknown): Value => {
    const stored = v.safeParse(Stored, raw);
    return stored.success ? (stored.output as { value: Value }).value : fallback;
  };
  const get = async () => read((await browser.storage.local.get(key))[key]);
  return {
    get,
    async set(value) {
      await browser.storage.local.set({ [key]: { version: VERSION, value } });
    },
    async follow(listener) {
      browser.storage.local.onChanged.addListener((changes) => {
        const change = changes[key];
        if (change) listener(read(change.newValue));
      });
      listener(await get());
    },
  };
}

export const settings = {
  servers: setting('servers', ServerChoices, NO_CHOICES),
  /** To be present nowhere. */
  offline: setting('offline', v.boolean(), false),
  /** The microphone opened here once: where the browser asks again, it was allowed for that time only. */
  microphoneAllowed: setting('microphone-allowed', v.boolean(), false),
  /** Echo cancellation, noise suppression and gain control together. */
  soundProcessing: setting('sound-processing', v.boolean(), true),
};
