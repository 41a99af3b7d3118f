import type { MediaWorld } from './world.ts';

/** A microphone that opens by itself does so by then; a person who waits longer than this is told why (UX: no wordless wait). */
export const WORDLESS_MS = 300;

type WaitsFor = 'permission' | 'window' | null;

/**
 * Tells what an opening microphone waits for, each time that this changes, until it is stopped. Firefox's getUserMedia
 * hangs in a page that is not shown until it is, and everywhere until its question is answered.
 */
export function watchMicrophoneWait(
  { page, microphonePermission }: Pick<MediaWorld, 'page' | 'microphonePermission'>,
  tell: (waitsFor: WaitsFor) => void,
): () => void {
  if (!page) return () => {};
  const over = new AbortController();
  let told: WaitsFor = null;

  async function look(): Promise<void> {
    const permission = await microphonePermission().catch(() => null);
    if (over.signal.aborted) return;
    const waitsFor =
      page?.visibilityState === 'hidden' ? 'window' : permission === 'prompt' ? 'permission' : null;
    if (waitsFor !== told) tell((told = waitsFor));
  }

  const timer = setTimeout(() => {
    page.addEventListener('visibilitychange', () => void look(), { signal: over.signal });
    void look();
  }, WORDLESS_MS);
  return () => {
    clearTimeout(timer);
    over.abort();
  };
}
