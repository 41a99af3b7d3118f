import type { MediaWorld } from './world.ts';

/** A microphone that opens by itself does so by then; a person who waits longer than this is told why (UX: no wordless wait). */
export const WORDLESS_MS = 300;

type WaitsFor = 'permission' | 'window' | null;

/**
 * Tells what an opening microphone waits for, each time that this changes, until it is stopped. Firefox's getUserMedia
 * hangs in a page that is not shown or has no focus until it is and has, and everywhere until its question is answered
 * (which may have the focus itself).
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
    const waitsFor = waitFor(permission);
    if (waitsFor !== told) tell((told = waitsFor));
  }

  function waitFor(permission: PermissionState | null): WaitsFor {
    if (page?.visibilityState === 'hidden') return 'window';
    if (permission === 'prompt') return 'permission';
    return permission === 'granted' && page?.hasFocus() === false ? 'window' : null;
  }

  // A document is not told when its window gets the focus.
  const timer = setInterval(() => void look(), WORDLESS_MS);
  page.addEventListener('visibilitychange', () => void look(), { signal: over.signal });
  return () => {
    clearInterval(timer);
    over.abort();
  };
}
