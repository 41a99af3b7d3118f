import { browser } from 'wxt/browser';
import { accessPattern } from './access-pattern.ts';
import { mayBeOn } from './site-access.ts';

/** The page in front, as far as the click on Earshot's icon lets it be looked at (`activeTab`). */
export interface PageHere {
  /** `chat.example.org:8443` */
  readonly site: string;
  /** What the browser is asked for. */
  readonly pattern: string;
  readonly permitted: boolean;
  /** An adapter knows it. */
  readonly recognised: boolean;
}

/** Null where Earshot can never be, and where nobody clicked. */
export async function pageHere(): Promise<PageHere | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const url = tab?.url === undefined ? null : URL.parse(tab.url);
  const pattern = url && accessPattern(url);
  if (!url || !pattern || tab?.id === undefined) return null;
  const [permitted, recognised] = await Promise.all([mayBeOn(url), recognises(tab.id)]);
  return recognised === null ? null : { site: url.host, pattern, permitted, recognised };
}

/** Null: the browser lets nobody look at that page. */
async function recognises(tabId: number): Promise<boolean | null> {
  try {
    const [frame] = await browser.scripting.executeScript({ target: { tabId }, files: ['/recognise.js'] });
    return frame?.result === true;
  } catch {
    return null;
  }
}
