import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { createKeptState } from './kept-state.ts';

/** Puts an update of this extension off while there is something that it would end. */
export interface Updates {
  /** Whether a call or a ring is on. Nothing is updated before this was said. */
  busy(now: boolean): void;
}

/**
 * An update that has come waits for the end of the call. Where nobody listens, Firefox loads an extension anew at once, in the middle of
 * a call; where somebody does, both browsers wait for `runtime.reload` (or their own next start). That one waits is told once, so it is
 * kept for a worker's next life; loading anew forgets it.
 */
export function deferUpdates(): Updates {
  const store = createKeptState('session', 'update', v.literal('waiting'));
  let waiting = false;
  let busy = true;
  function update(): void {
    if (waiting && !busy) browser.runtime.reload();
  }
  function wait(): void {
    waiting = true;
    update();
  }
  browser.runtime.onUpdateAvailable.addListener(() => {
    // where it cannot be kept, it waits for the browser's own next start
    store.save('waiting').catch(() => {});
    wait();
  });
  store.load().then(
    (kept) => kept && wait(),
    () => {},
  );
  return {
    busy(now) {
      busy = now;
      update();
    },
  };
}
