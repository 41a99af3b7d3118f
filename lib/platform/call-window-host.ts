import { browser } from 'wxt/browser';
import type { MediaPayload, MediaReply } from '../media/port.ts';
import type { Tones } from '../media/tones.ts';
import { lingerMs } from './call-window-time.ts';
import { createDocumentHost } from './document-host.ts';
import type { PlatformMediaHost } from './media-host.ts';

const WIDTH = 340;
const HEIGHT = 470;
/** From the right edge of the window that it opens over. */
const MARGIN = 24;
/** Firefox writes down in that time what a person wants it to remember; on a busy machine too. */
const REMEMBERED_MS = 500;
const LOOK_EVERY_MS = 50;

/**
 * Firefox's media host: the call window, opened when a microphone is to be opened, since Firefox denies it to
 * background pages, and gives it only to what is shown. The person ends the call by closing it. Tones need no
 * microphone: they sound here, in the background page, so nothing opens while it rings.
 */
export function createCallWindowHost(tones: Tones): PlatformMediaHost {
  const host = createDocumentHost(open, true);
  let tab: number | undefined;
  /** The microphone was refused to this window: even if that is not remembered, it holds for this one window. */
  let refused = false;
  /** It waits for its microphone. */
  let opening = false;
  let closing: { readonly timer: ReturnType<typeof setTimeout>; readonly afterMs: number } | undefined;

  async function open(): Promise<void> {
    close();
    const url = browser.runtime.getURL('/call.html');
    await browser.windows.create({ url, type: 'popup', width: WIDTH, height: HEIGHT, ...(await beside()) });
  }

  async function show(): Promise<void> {
    if (tab === undefined) return;
    const { windowId } = await browser.tabs.get(tab);
    if (windowId !== undefined) await browser.windows.update(windowId, { state: 'normal', focused: true });
  }

  function close(): void {
    if (tab === undefined) return;
    // it may have been closed by hand
    browser.tabs.remove(tab).catch(() => {});
    tab = undefined;
    giveUp();
  }

  /** From now on the window is only there to be read. */
  function giveUp(): void {
    refused = false;
    if (host.attached()) host.detach();
  }

  function closeNow(): void {
    closing = undefined;
    close();
  }

  return {
    onEvent: host.onEvent,
    onLost: host.onLost,
    attach(port, fromTab) {
      if (host.attached()) return;
      tab = fromTab;
      host.attach(port);
    },
    async send(name, payload) {
      if (name === 'media:tone') {
        const { tone, volume } = payload as MediaPayload<'media:tone'>;
        tones.play(tone, volume);
        return null;
      }
      // the devices of a page that is not shown are never listed, and an offer comes with the window
      if (name === 'media:prewarm') return null;
      if (name !== 'media:open-microphone') return host.send(name, payload);
      if (host.attached()) await show();
      opening = true;
      try {
        const reply = (await host.send(name, payload)) as MediaReply<'media:open-microphone'>;
        refused = !reply.ok;
        return await forOnceOrForGood(reply);
      } finally {
        opening = false;
      }
    },
    exists: () => Promise.resolve(host.attached()),
    follow(view) {
      // a question that is still asked is for a call that is over
      if (opening && !view.call) return close();
      if (refused && !view.call) giveUp();
      const afterMs = lingerMs(view);
      if (closing?.afterMs === afterMs) return;
      clearTimeout(closing?.timer);
      closing = afterMs === null ? undefined : { afterMs, timer: setTimeout(closeNow, afterMs) };
    },
    show,
  };
}

/**
 * "Block" without "Remember" is meant for once: it holds for this one window, and the next call asks again. The window
 * cannot tell, nor always that it was blocked at all: what a person wants to be remembered is known a moment after the
 * refusal, and for certain only in this page, where the answer to one window does not count.
 */
async function forOnceOrForGood(reply: MediaReply<'media:open-microphone'>): Promise<typeof reply> {
  if (reply.ok || (reply.code !== 'microphone-blocked' && reply.code !== 'microphone-not-asked'))
    return reply;
  for (let waitedMs = 0; waitedMs < REMEMBERED_MS; waitedMs += LOOK_EVERY_MS) {
    // asked anew each time: the status that was asked for before stays as it was (seen in Firefox 153)
    const { state } = await navigator.permissions.query({ name: 'microphone' });
    if (state === 'denied') return { ok: false, code: 'microphone-blocked' };
    if (state === 'granted') return reply;
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
  return { ok: false, code: 'microphone-not-asked' };
}

/**
 * At the right of the window in front, at half its height: clear of a chat's own head and of the line one writes in.
 * Nothing where that window's place is not known.
 */
async function beside(): Promise<{ left?: number; top?: number }> {
  const { left, top, width, height } = await browser.windows.getLastFocused();
  if (left === undefined || top === undefined || !width || !height) return {};
  return {
    left: left + Math.max(0, width - WIDTH - MARGIN),
    top: top + Math.max(0, Math.round((height - HEIGHT) / 2)),
  };
}
