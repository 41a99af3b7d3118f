import { browser } from 'wxt/browser';
import { IN_FIREFOX } from './in-firefox.ts';

interface Action {
  getUserSettings?(): Promise<{ readonly isOnToolbar?: boolean }>;
}

/** Whether the icon is known not to be on the toolbar, where a ring is seen. */
export async function isUnpinned(): Promise<boolean> {
  const action = (IN_FIREFOX ? browser.browserAction : browser.action) as Action;
  const settings = await action.getUserSettings?.();
  return settings?.isOnToolbar === false;
}
