import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { NO_CHOICES, ServerChoices } from './servers.ts';

/** A setting of the person's, or its default. Stored under its name with the version of its shape. */
export interface Setting<Value> {
  get(): Promise<Value>;
  set(value: Value): Promise<void>;
  /** What it is next, of what it is now: one after the other, in every context, so that none is lost under another. */
  change(how: (value: Value) => Value): Promise<void>;
  /** Calls back with the present value, then with each new one; resolves after the first call. */
  follow(listener: (value: Value) => void): Promise<void>;
}

/** A microphone or loudspeaker that the person has chosen. */
const ChosenDevice = v.object({
  /** As this extension's pages know it (W3C Media Capture 9.3). */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  /** As the browser named it then, for when it is not there. */
  label: v.pipe(v.string(), v.maxLength(512)),
});
export type ChosenDevice = v.InferOutput<typeof ChosenDevice>;

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
  const set = async (value: Value) => browser.storage.local.set({ [key]: { version: VERSION, value } });
  return {
    get,
    set,
    change: async (how) => navigator.locks.request(key, async () => set(how(await get()))),
    async follow(listener) {
      browser.storage.local.onChanged.addListener((changes) => {
        const change = changes[key];
        if (change) listener(read(change.newValue));
      });
      listener(await get());
    },
  };
}

/** The person's own, on this browser profile; what counts where a policy says something else: lib/settings/effective.ts. */
export const settings = {
  servers: setting('servers', ServerChoices, NO_CHOICES),
  /** To be present nowhere. */
  offline: setting('offline', v.boolean(), false),
  /** The microphone opened here once: where the browser asks again, it was allowed for that time only. */
  microphoneAllowed: setting('microphone-allowed', v.boolean(), false),
  /** Echo cancellation, noise suppression and gain control together. */
  soundProcessing: setting('sound-processing', v.boolean(), true),
  /** Null: the one that the system prefers. */
  microphone: setting('microphone', v.nullable(ChosenDevice), null),
  loudspeaker: setting('loudspeaker', v.nullable(ChosenDevice), null),
  /** From 0 (no sound) to 100 (as loud as it gets). */
  ringVolume: setting('ring-volume', v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 100),
};
