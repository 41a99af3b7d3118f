import type { ConversationId } from '../protocol/index.ts';

/** A chat tab, as far as attention goes. */
export interface Watcher {
  readonly conversation: ConversationId | null;
  /** Visible and focused: the person is looking at it. */
  readonly attentive: boolean;
}

/**
 * The rings and calls to go back into that need a notification: those whose page nobody is looking at (one surface each,
 * UX: the page where it is visible and focused, otherwise notification and popup). An open popup shows them all.
 */
export function unseen<About extends { readonly conversation: ConversationId }>(
  abouts: readonly About[],
  watchers: Iterable<Watcher>,
  panelOpen: boolean,
): readonly About[] {
  if (panelOpen) return [];
  const seen = new Set<ConversationId | null>();
  for (const { conversation, attentive } of watchers) if (attentive) seen.add(conversation);
  return abouts.filter((about) => !seen.has(about.conversation));
}
