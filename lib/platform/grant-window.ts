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
  let id: number | undefined;

  /** Also where an earlier life of the worker has opened it. */
  async function find(): Promise<number | undefined> {
    if (id !== undefined) return id;
    const filter = { contextTypes: ['TAB'], documentUrls: [browser.runtime.getURL(PAGE)] };
    const [context] = await (browser.runtime as unknown as ContextsApi).getContexts(filter);
    return context?.windowId;
  }

  async function open(): Promise<number | undefined> {
    const url = browser.runtime.getURL(PAGE);
    const window = await browser.windows.create({ url, type: 'popup', width: WIDTH, height: HEIGHT });
    return window?.id;
  }

  async function show(): Promise<void> {
    const shown = await find();
    if (shown !== undefined) await browser.windows.update(shown, { focused: true });
  }

  function close(): void {
    const closing = find().then(async (mine) =>
      mine === undefined ? undefined : browser.windows.remove(mine),
    );
    id = undefined;
    // the person may have been faster
    closing.catch(() => {});
  }

  return {
    show,
    close,
    async ask(signal) {
      id = await find();
      if (id === undefined) id = await open();
      else await show();
      const mine = id;
      for (;;) {
        signal.throwIfAborted();
        // asked anew each time: it may be answered in the welcome page or in the browser's settings as well
        const { state } = await navigator.permissions.query({ name: 'microphone' });
        if (state !== 'prompt' || mine === undefined || !(await isOpen(mine))) return state;
        await new Promise((resolve) => {
          setTimeout(resolve, LOOK_EVERY_MS);
        });
      }
    },
  };
}

async function isOpen(window: number): Promise<boolean> {
  return browser.windows.get(window).then(
    () => true,
    () => false,
  );
}
