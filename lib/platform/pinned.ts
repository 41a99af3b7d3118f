import { browser } from 'wxt/browser';
import { IN_FIREFOX } from './in-firefox.ts';

interface Settings {
  readonly isOnToolbar?: boolean;
}

interface Action {
  getUserSettings?(): Promise<Settings>;
  readonly onUserSettingsChanged?: { addListener(changed: (settings: Settings) => void): void };
}

/** Tells whether the icon is known not to be on the toolbar, where a ring is seen: now, and at every change. */
export async function followUnpinned(tell: (unpinned: boolean) => void): Promise<void> {
  const action = (IN_FIREFOX ? browser.browserAction : browser.action) as Action;
  const told = ({ isOnToolbar }: Settings) => tell(isOnToolbar === false);
  action.onUserSettingsChanged?.addListener(told);
  told((await action.getUserSettings?.()) ?? {});
}
