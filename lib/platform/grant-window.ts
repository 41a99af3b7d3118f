import { browser } from 'wxt/browser';

/** The small window in which Chrome asks for the microphone: its offscreen document cannot ask. */
export interface GrantWindow {
  /**
   * Shows the window, and resolves with what was answered: `prompt` where it was closed without an answer. It stays open
   * until {@link GrantWindow.close}: what is allowed for this time only ends with it. Rejects when `signal` aborts.
   */
  ask(signal: AbortSignal): Promise<PermissionState>;
  show(): Promise<void>;
  close(): Promise<void>;
}

const PAGE = '/grant.html';
const WIDTH = 460;
const HEIGHT = 380;
const LOOK_EVERY_MS = 200;

/** The part of Chrome that the polyfill does not know. */
interface ContextsApi {
  getContexts(filter: {
    contextTypes: string[];
    documentUrls: string[];
  }): Promise<{ readonly windowId: number }[]>;
}

/** Opens nothing by itself. A window that an earlier life of the worker has opened is found again, not opened twice. */
export function createGrantWindow(): GrantWindow {
  /** Its id; null: there is none. Undefined: an earlier life of the worker may have opened one. */
  let window: Promise<number | null> | undefined;

  async function look(): Promise<number | null> {
    const filter = { contextTypes: ['TAB'], documentUrls: [browser.runtime.getURL(PAGE)] };
    const [context] = await (browser.runtime as unknown as ContextsApi).getContexts(filter);
    return context?.windowId ?? null;
  }

  /** Null also where the person has closed it. */
  async function find(): Promise<number | null> {
    window ??= look();
    const known = await window;
    return known !== null && (await isOpen(known)) ? known : null;
  }

  async function open(): Promise<number> {
    const url = browser.runtime.getURL(PAGE);
    const opened = await browser.windows.create({ url, type: 'popup', width: WIDTH, height: HEIGHT });
    if (opened?.id === undefined) throw new Error('the window that asks did not open');
    return opened.id;
  }

  async function show(): Promise<void> {
    const shown = await find();
    if (shown !== null) await browser.windows.update(shown, { focused: true });
  }

  return {
    show,
    async close() {
      const closing = find();
      window = Promise.resolve(null);
      const mine = await closing;
      if (mine !== null) await remove(mine);
    },
    async ask(signal) {
      const asking = find().then(async (found) => found ?? open());
      window = asking.catch(() => null);
      const mine = await asking;
      await show();
      for (;;) {
        signal.throwIfAborted();
        // asked anew each time: it may be answered in the welcome page or in the browser's settings as well
        const { state } = await navigator.permissions.query({ name: 'microphone' });
        if (state !== 'prompt' || !(await isOpen(mine))) return state;
        await new Promise((resolve) => {
          setTimeout(resolve, LOOK_EVERY_MS);
        });
      }
    },
  };
}

/** The person may be faster. */
async function remove(window: number): Promise<void> {
  await browser.windows.remove(window).catch(async (error: unknown) => {
    if (await isOpen(window)) throw error;
  });
}

async function isOpen(window: number): Promise<boolean> {
  return browser.windows.get(window).then(
    () => true,
    () => false,
  );
}
