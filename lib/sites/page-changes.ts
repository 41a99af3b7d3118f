/** The window as far as watching it needs. */
export type PageWindow = Pick<
  Window,
  'document' | 'location' | 'addEventListener' | 'clearTimeout' | 'setTimeout'
> & { readonly MutationObserver: typeof MutationObserver };

/**
 * A page that animates changes in every frame; it is looked at 20 times a second at most. (A timer, since
 * animation frames stand still in a hidden tab, where people still want to be called.)
 */
const COALESCE_MS = 50;

/**
 * Calls `changed` soon after anything in the document or the address may have changed, once for any number of
 * changes. `history.pushState` has no event, but no app leaves its document alone when it uses it.
 */
export function onPageChange(window: PageWindow, changed: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  let timer: number | undefined;
  const schedule = () => {
    timer ??= window.setTimeout(() => {
      timer = undefined;
      changed();
    }, COALESCE_MS);
  };
  const observer = new window.MutationObserver(schedule);
  // The document, not its root element: a page may replace that too.
  observer.observe(window.document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  for (const event of ['hashchange', 'popstate', 'pageshow']) {
    window.addEventListener(event, schedule, { signal });
  }
  signal.addEventListener(
    'abort',
    () => {
      observer.disconnect();
      window.clearTimeout(timer);
    },
    { once: true },
  );
}
