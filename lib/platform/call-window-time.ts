import type { View } from '../messaging/view.ts';

/** Long enough to read "Call ended.", short enough not to lie about. */
const ENDED_MS = 2_000;

/**
 * How long the call window stays, in ms; null: as long as this is shown. It goes with its call. What a person may have
 * something to do about stays to be read there as long as everywhere else.
 */
export function lingerMs({ call, notice }: View): number | null {
  if (call) return null;
  if (!notice || notice.code === 'cancelled') return 0;
  return notice.code === 'ended' ? ENDED_MS : null;
}
