import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { DEFAULT_SERVER_URL, ServerUrl } from './server-url.ts';

/** A setting: the person's over the default. Stored under its name with the version of its shape. */
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
  /** The call server's address, normalised. */
  serverUrl: setting('server-url', ServerUrl, DEFAULT_SERVER_URL),
  /** The key that the call server asks for; empty: none. */
  accessKey: setting('access-key', v.pipe(v.string(), v.maxLength(256)), ''),
  /** Echo cancellation, noise suppression and gain control together. */
  soundProcessing: setting('sound-processing', v.boolean(), true),
};
