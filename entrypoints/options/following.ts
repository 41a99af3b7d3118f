import { createSignal } from 'solid-js';
import type { Setting } from '@/lib/settings/settings.ts';

/** A setting, as it is now and whenever it changes. */
export async function following<Value>(setting: Setting<Value>, before: Value): Promise<() => Value> {
  const [value, setValue] = createSignal<{ readonly value: Value }>({ value: before });
  await setting.follow((next) => setValue({ value: next }));
  return () => value().value;
}
