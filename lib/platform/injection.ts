import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { Recognised } from '../messaging/ui.ts';
import { IN_FIREFOX } from './in-firefox.ts';
import { grantedSites, manifestSites } from './site-access.ts';

/** A script of this build, as WXT types it. */
type ScriptPath = NonNullable<Parameters<typeof browser.scripting.executeScript>[0]['files']>[number];

const DETECTOR = { id: 'detector', js: ['content-scripts/detector.js'] } as const;

/** Puts the chat UI into tabs that the detector recognises, where Earshot may be used. */
export function injectOnRecognition(
  mayBeUsed: (site: string) => Promise<boolean>,
  onFailure: (error: unknown) => void,
): void {
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== browser.runtime.id || !v.safeParse(Recognised, message).success) return undefined;
    const tabId = sender.tab?.id;
    if (tabId === undefined || sender.frameId !== 0 || !sender.url) return undefined;
    mayBeUsed(new URL(sender.url).host)
      .then(async (may) => {
        if (may) await inject(tabId, '/chat-ui.js');
      })
      .catch(onFailure);
    return undefined;
  });
}

/**
 * The detector runs in every page of the permitted sites from now on: the browser keeps what is registered, but not over an
 * update. One after the other, or a site permitted meanwhile might be forgotten.
 */
export function createDetectorRegistration(onFailure: (error: unknown) => void): () => void {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(register).catch(onFailure);
  };
}

async function register(): Promise<void> {
  const { scripting } = browser;
  const [matches, registered] = await Promise.all([
    grantedSites(),
    scripting.getRegisteredContentScripts({ ids: [DETECTOR.id] }),
  ]);
  if (matches.length === 0) {
    if (registered.length > 0) await scripting.unregisterContentScripts({ ids: [DETECTOR.id] });
    return;
  }
  const script = { ...DETECTOR, js: [...DETECTOR.js], matches, runAt: 'document_end' as const };
  if (registered.length > 0) await scripting.updateContentScripts([script]);
  else await scripting.registerContentScripts([script]);
}

/** Open tabs of these sites get the detector now: the browser runs it in pages that load, not in those that are there. */
export async function detectInTabsOf(sites: readonly string[]): Promise<void> {
  if (sites.length === 0) return;
  const tabs = await browser.tabs.query({ url: [...sites] });
  const ids = tabs.flatMap(({ id }) => (id === undefined ? [] : [id]));
  // a tab may close meanwhile, or show an error page: it simply gets no detector
  await Promise.allSettled(ids.map((id) => inject(id, '/content-scripts/detector.js')));
}

/** The same at install and update. In tabs of the manifest's own sites Firefox runs it by itself, Chrome does not. */
export function detectInOpenTabs(onFailure: (error: unknown) => void): void {
  browser.runtime.onInstalled.addListener(() => {
    grantedSites()
      .then(async (granted) => detectInTabsOf(IN_FIREFOX ? granted : [...manifestSites(), ...granted]))
      .catch(onFailure);
  });
}

async function inject(tabId: number, file: ScriptPath): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [file] });
}
