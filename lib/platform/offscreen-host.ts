import { browser } from 'wxt/browser';
import { createDocumentHost } from './document-host.ts';
import type { PlatformMediaHost } from './media-host.ts';

/** The parts of Chrome that the polyfill does not know: chrome.offscreen and runtime.getContexts. */
interface OffscreenApi {
  createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
  closeDocument(): Promise<void>;
}
interface ContextsApi {
  getContexts(filter: { contextTypes: string[] }): Promise<unknown[]>;
}
const offscreen = () => (browser as unknown as { offscreen: OffscreenApi }).offscreen;
const contexts = () => browser.runtime as unknown as ContextsApi;

/** A warm document makes the next call quick; after this long without any use it is closed. */
const IDLE_MS = 60_000;

/** Chrome's media host: the offscreen document. */
export function createOffscreenHost(): PlatformMediaHost {
  const host = createDocumentHost(open, false);
  let idle: ReturnType<typeof setTimeout> | undefined;

  async function exists(): Promise<boolean> {
    return (await contexts().getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0;
  }

  async function open(): Promise<void> {
    if (await exists()) return;
    await offscreen().createDocument({
      url: '/offscreen.html',
      reasons: ['USER_MEDIA', 'WEB_RTC', 'AUDIO_PLAYBACK'],
      justification: 'Holds the microphone and the connection of an audio call.',
    });
  }

  return {
    send: host.send,
    onEvent: host.onEvent,
    onLost: host.onLost,
    attach: host.attach,
    exists,
    follow({ call, rings }) {
      clearTimeout(idle);
      idle = undefined;
      if (call || rings.length > 0 || !host.attached()) return;
      idle = setTimeout(() => void offscreen().closeDocument(), IDLE_MS);
    },
    show: () => Promise.resolve(),
  };
}
