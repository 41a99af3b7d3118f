import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { Recognised } from '../messaging/ui.ts';
import { IN_FIREFOX } from './in-firefox.ts';

/** A script of this build, as WXT types it. */
type ScriptPath = NonNullable<Parameters<typeof browser.scripting.executeScript>[0]['files']>[number];

/** Puts the chat UI into tabs that the detector recognises. */
export function injectOnRecognition(onFailure: (error: unknown) => void): void {
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== browser.runtime.id || !v.safeParse(Recognised, message).success) return undefined;
    const tabId = sender.tab?.id;
    if (tabId === undefined || sender.frameId !== 0) return undefined;
    inject(tabId, '/chat-ui.js').catch(onFailure);
    return undefined;
  });
}

/** Chrome does not run content scripts in tabs that were open at install or update, Firefox does: run the detector there. */
export function detectInOpenTabs(matches: readonly string[], onFailure: (error: unknown) => void): void {
  if (IN_FIREFOX) return;
  browser.runtime.onInstalled.addListener(() => {
    browser.tabs
      .query({ url: [...matches] })
      .then(async (tabs) => {
        const ids = tabs.flatMap(({ id }) => (id === undefined ? [] : [id]));
        // a tab may close meanwhile, or show an error page: it simply gets no detector
        await Promise.allSettled(ids.map((id) => inject(id, '/content-scripts/detector.js')));
      })
      .catch(onFailure);
  });
}

async function inject(tabId: number, file: ScriptPath): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [file] });
}
