import { browser } from 'wxt/browser';
import { createMediaClient } from '../media/link.ts';
import type { MediaCommandName, MediaEvent, MediaPayload, MediaPort } from '../media/port.ts';
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

/** A document that has not connected by then will not: its command fails, and the call says so. */
const ATTACH_MS = 10_000;
/** A warm document makes the next call quick; after this long without any use it is closed. */
const IDLE_MS = 60_000;

/** Commands that mean nothing where there is no media host: they do not make one. */
function needsHost<N extends MediaCommandName>(name: N, payload: MediaPayload<N>): boolean {
  if (name === 'media:tone') return (payload as MediaPayload<'media:tone'>).tone !== 'none';
  return name !== 'media:close' && name !== 'media:mute' && name !== 'media:add-candidates';
}

/** Chrome's media host: the offscreen document, made when it is needed, one at a time. */
export function createOffscreenHost(): PlatformMediaHost {
  const eventListeners: ((event: MediaEvent) => void)[] = [];
  const lostListeners: ((how: 'crashed' | 'closed') => void)[] = [];
  let client: MediaPort | undefined;
  let making: Promise<MediaPort> | undefined;
  let attached: (client: MediaPort) => void = () => {};
  let idle: ReturnType<typeof setTimeout> | undefined;

  async function exists(): Promise<boolean> {
    return (await contexts().getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0;
  }

  async function make(): Promise<MediaPort> {
    const arrival = new Promise<MediaPort>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the media host did not connect')), ATTACH_MS);
      attached = (arrived) => {
        clearTimeout(timer);
        resolve(arrived);
      };
    });
    if (!(await exists())) {
      await offscreen().createDocument({
        url: '/offscreen.html',
        reasons: ['USER_MEDIA', 'WEB_RTC', 'AUDIO_PLAYBACK'],
        justification: 'Holds the microphone and the connection of an audio call.',
      });
    }
    return client ?? arrival;
  }

  function host(): Promise<MediaPort> {
    if (client) return Promise.resolve(client);
    making ??= make().finally(() => (making = undefined));
    return making;
  }

  return {
    attach(port) {
      const arrived = createMediaClient(port);
      client = arrived;
      arrived.onEvent((event) => eventListeners.forEach((listener) => listener(event)));
      arrived.onLost((how) => {
        if (client !== arrived) return;
        client = undefined;
        lostListeners.forEach((listener) => listener(how));
      });
      attached(arrived);
    },
    async send(name, payload) {
      if (!client && !needsHost(name, payload)) return null;
      return (await host()).send(name, payload);
    },
    onEvent: (listener) => void eventListeners.push(listener),
    onLost: (listener) => void lostListeners.push(listener),
    exists,
    follow({ call, rings }) {
      clearTimeout(idle);
      idle = undefined;
      if (call || rings.length > 0 || !client) return;
      idle = setTimeout(() => void offscreen().closeDocument(), IDLE_MS);
    },
    show: () => Promise.resolve(),
  };
}
