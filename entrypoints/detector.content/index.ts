import { defineContentScript } from 'wxt/utils/define-content-script';
import { detect } from '@/lib/sites/detect.ts';

interface Messenger {
  readonly runtime: { sendMessage(message: unknown): Promise<unknown> };
}

export default defineContentScript({
  matches: ['http://localhost/*', 'http://127.0.0.1/*'],
  runAt: 'document_end',
  // No page needs to be told that this extension is here.
  noScriptStartedPostMessage: true,
  main() {
    // The browser's own object: the polyfill is three times the size of all this (which runs in every page).
    const { browser, chrome } = globalThis as { browser?: Messenger; chrome?: Messenger };
    const messenger = browser?.runtime ? browser : chrome;
    if (!messenger) return;
    // Async, since an orphan of an earlier version throws at once; it has nobody left to tell.
    const announce = async (adapter: string) =>
      messenger.runtime.sendMessage({ type: 'site:recognised', adapter });
    detect(window, announce, new AbortController().signal);
  },
});
