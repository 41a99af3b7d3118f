import type { RingSummary } from '../messaging/view.ts';
import type { ConversationId } from '../protocol/index.ts';

/** A chat tab, as far as attention goes. */
export interface Watcher {
  readonly conversation: ConversationId | null;
  /** Visible and focused: the person is looking at it. */
  readonly attentive: boolean;
}

/**
 * The rings that need a notification: those whose page prompt nobody is looking at (one surface per ring, UX: the
 * page where it is visible and focused, otherwise notification and popup). An open popup shows them all.
 */
export function unseenRings(
  rings: readonly RingSummary[],
  watchers: Iterable<Watcher>,
  panelOpen: boolean,
): readonly RingSummary[] {
  if (panelOpen) return [];
  const seen = new Set<ConversationId | null>();
  for (const { conversation, attentive } of watchers) if (attentive) seen.add(conversation);
  return rings.filter((ring) => !seen.has(ring.conversation));
}
