import { onPageChange, type PageWindow } from './page-changes.ts';
import { readingOf, sameReading, type SiteReading } from './reading.ts';
import type { Adapter } from './adapter.ts';

export interface SiteListener {
  /** The page has changed, in whatever way. */
  onChange?(): void;
  /** What the page shows now, and by which adapter; both undefined: no conversation any more. */
  onReading(reading: SiteReading['reading'] | undefined, adapter: Adapter | undefined): void;
  /** What the listener put on the page; when it is not (any more) in the button's place, it is told again. */
  host?(): Element | undefined;
}

/**
 * Reads the page now and after every change of it, and tells of what matters: another conversation, title, name of
 * mine, list of people or button place, or our own host taken off the page. Until `signal` aborts.
 */
export function watchSite(window: PageWindow, listener: SiteListener, signal: AbortSignal): void {
  let last: SiteReading | undefined;
  const check = () => {
    listener.onChange?.();
    const now = readingOf({ document: window.document, url: new URL(window.location.href) });
    if (sameReading(last, now) && !hostMissing(now, listener.host?.())) return;
    last = now;
    listener.onReading(now?.reading, now?.adapter);
  };
  onPageChange(window, check, signal);
  if (!signal.aborted) check();
}

function hostMissing(site: SiteReading | undefined, host: Element | undefined): boolean {
  return site !== undefined && host !== undefined && host.parentElement !== site.reading.button.parent;
}
