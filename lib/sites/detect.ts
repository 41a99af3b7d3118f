import { onPageChange, type PageWindow } from './page-changes.ts';
import { recognise } from './registry.ts';

/** When nobody takes the announcement (an update is under way, the background starts): try again after these. */
const RETRY_AFTER_MS = [500, 2_000, 8_000, 30_000];

/**
 * Looks at the page until an adapter recognises it, then announces that adapter's name once and stops looking.
 * An announcement that rejects is repeated a few times.
 */
export function detect(
  window: PageWindow,
  announce: (adapter: string) => Promise<unknown>,
  signal: AbortSignal,
): void {
  const done = new AbortController();
  const looking = AbortSignal.any([signal, done.signal]);
  const look = () => {
    const adapter = recognise({ document: window.document, url: new URL(window.location.href) });
    if (!adapter) return;
    done.abort();
    tell(adapter.name, 0);
  };
  const tell = (adapter: string, attempt: number) => {
    if (signal.aborted) return;
    announce(adapter).catch(() => {
      const delayMs = RETRY_AFTER_MS[attempt];
      if (delayMs === undefined) return;
      const timer = window.setTimeout(() => tell(adapter, attempt + 1), delayMs);
      signal.addEventListener('abort', () => window.clearTimeout(timer), { once: true });
    });
  };
  onPageChange(window, look, looking);
  if (!signal.aborted) look();
}
