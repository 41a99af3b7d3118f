import { browser } from 'wxt/browser';

/** Puts an update of this extension off while there is something that it would end. */
export interface Updates {
  /** Whether a call or a ring is on. Nothing is updated before this was said. */
  busy(now: boolean): void;
}

/**
 * An update that has come waits for the end of the call. Where nobody listens, Firefox loads an extension anew at once, in the middle of
 * a call; where somebody does, both browsers wait for `runtime.reload` (or their own next start).
 */
export function deferUpdates(): Updates {
  let waiting = false;
  let busy = true;
  function update(): void {
    if (waiting && !busy) browser.runtime.reload();
  }
  browser.runtime.onUpdateAvailable.addListener(() => {
    waiting = true;
    update();
  });
  return {
    busy(now) {
      busy = now;
      update();
    },
  };
}
