import type { CallCommand } from '../lib/messaging/ui.ts';
import type { Notice, Place } from '../lib/messaging/view.ts';

/** The same call once more; null where it would ring others than the one it was about. */
export function callAgain({ name, conversation }: Notice, places: readonly Place[]): CallCommand | null {
  const place = places.find((each) => each.conversation === conversation);
  if (!place?.present) return null;
  const start = { type: 'call:start', conversation: place.conversation } as const;
  if (name === null) return { ...start, to: null };
  const [meant, another] = place.others.filter((other) => other.name === name);
  return meant && !another ? { ...start, to: meant.id } : null;
}
