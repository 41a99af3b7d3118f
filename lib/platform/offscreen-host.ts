import { browser } from 'wxt/browser';
import type { MediaEvent, MediaPayload, MediaReply } from '../media/port.ts';
import type { CallId } from '../protocol/index.ts';
import { createDocumentHost } from './document-host.ts';
import { createGrantWindow, type GrantWindow } from './grant-window.ts';
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

/** Chrome goes on refusing for about half a second after a refusal, also when it is allowed meanwhile. */
const REFUSED_ON_MS = 2_000;
const AGAIN_MS = 100;

type OpenMicrophone = MediaPayload<'media:open-microphone'>;
type Opening = MediaReply<'media:open-microphone'>;

/**
 * Chrome's media host: the offscreen document. It cannot ask for the microphone: where it was never allowed, a small
 * window does, and the call that wanted it goes on.
 */
export function createOffscreenHost(grant: GrantWindow = createGrantWindow()): PlatformMediaHost {
  const host = createDocumentHost(open, false);
  const listeners: ((event: MediaEvent) => void)[] = [];
  /** The call that waits for the answer. */
  let asking: { readonly callId: CallId; readonly over: AbortController } | undefined;
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

  async function opened(payload: OpenMicrophone, first: Opening): Promise<Opening> {
    if (first.ok || first.code !== 'microphone-not-asked') return first;
    const { callId } = payload;
    asking?.over.abort();
    const mine = { callId, over: new AbortController() };
    asking = mine;
    for (const listener of listeners)
      listener({ type: 'media:microphone-waits', callId, waitsFor: 'permission' });
    try {
      const answer = await grant.ask(mine.over.signal);
      if (answer === 'granted') return await openAgain(payload, mine.over.signal);
      return { ok: false, code: answer === 'denied' ? 'microphone-blocked' : 'microphone-not-asked' };
    } finally {
      if (asking === mine) asking = undefined;
    }
  }

  async function openAgain(payload: OpenMicrophone, signal: AbortSignal): Promise<Opening> {
    for (let waitedMs = 0; ; waitedMs += AGAIN_MS) {
      signal.throwIfAborted();
      const reply = await host.send('media:open-microphone', payload);
      if (reply.ok || reply.code !== 'microphone-not-asked' || waitedMs >= REFUSED_ON_MS) return reply;
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS);
      });
    }
  }

  return {
    async send(name, payload) {
      if (name === 'media:close' && asking?.callId === (payload as MediaPayload<'media:close'>).callId)
        asking.over.abort();
      const reply = await host.send(name, payload);
      if (name !== 'media:open-microphone') return reply;
      return await opened(payload as OpenMicrophone, reply as Opening);
    },
    onEvent(listener) {
      host.onEvent(listener);
      listeners.push(listener);
    },
    onLost: host.onLost,
    attach: host.attach,
    exists,
    follow({ call, rings }) {
      // not before: what is allowed for this time only ends with the window
      if (!call) void grant.close();
      clearTimeout(idle);
      idle = undefined;
      if (call || rings.length > 0 || !host.attached()) return;
      idle = setTimeout(() => void offscreen().closeDocument(), IDLE_MS);
    },
    show: grant.show,
  };
}
