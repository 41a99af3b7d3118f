import { browser } from 'wxt/browser';

/** The small window in which Chrome asks for the microphone: its offscreen document cannot ask. */
export interface GrantWindow {
  /**
   * Shows the window, and resolves with what was answered: `prompt` where it was closed without an answer. It stays open
   * until {@link GrantWindow.close}: what is allowed for this time only may end with it. Rejects when `signal` aborts.
   */
  ask(signal: AbortSignal): Promise<PermissionState>;
  show(): Promise<void>;
  close(): void;
}

const PAGE = '/grant.html';
const WIDTH = 460;
const HEIGHT = 320;
const LOOK_EVERY_MS = 200;

/** The part of Chrome that the polyfill does not know. */
interface ContextsApi {
  getContexts(filter: {
    contextTypes: string[];
    documentUrls: string[];
  }): Promise<{ readonly windowId: number }[]>;
}

export function createGrantWindow(): GrantWindow {
  /** That of an earlier life of the worker, too. */
  async function windowId(): Promise<number | undefined> {
    const filter = { contextTypes: ['TAB'], documentUrls: [browser.runtime.getURL(PAGE)] };
    const [context] = await (browser.runtime as unknown as ContextsApi).getContexts(filter);
    return context?.windowId;
  }

  async function show(): Promise<void> {
    const id = await windowId();
    if (id !== undefined) await browser.windows.update(id, { focused: true });
  }

  return {
    show,
    async ask(signal) {
      if ((await windowId()) === undefined) {
        const url = browser.runtime.getURL(PAGE);
        await browser.windows.create({ url, type: 'popup', width: WIDTH, height: HEIGHT });
      } else await show();
      for (;;) {
        signal.throwIfAborted();
        // asked anew each time: it may be answered in the welcome page or in the browser's settings as well
        const { state } = await navigator.permissions.query({ name: 'microphone' });
        if (state !== 'prompt' || (await windowId()) === undefined) return state;
        await new Promise((resolve) => {
          setTimeout(resolve, LOOK_EVERY_MS);
        });
      }
    },
    close() {
      // the person may have been faster
      const closing = windowId().then((id) => (id === undefined ? undefined : browser.windows.remove(id)));
      closing.catch(() => {});
    },
  };
}
