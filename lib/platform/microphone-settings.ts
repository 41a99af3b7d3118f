import { browser } from 'wxt/browser';
import { IN_FIREFOX } from './in-firefox.ts';

/** Opens the browser's settings of this extension's microphone; null where no extension can (Firefox). */
export const openMicrophoneSettings = IN_FIREFOX
  ? null
  : () => {
      const site = encodeURIComponent(browser.runtime.getURL('/'));
      void browser.tabs.create({ url: `chrome://settings/content/siteDetails?site=${site}` });
    };

/** The system as far as the way to its settings differs. */
export async function systemHere(): Promise<'mac' | 'windows' | 'linux' | 'chromeos' | 'other'> {
  switch ((await browser.runtime.getPlatformInfo()).os) {
    case 'mac':
      return 'mac';
    case 'win':
      return 'windows';
    case 'linux':
      return 'linux';
    case 'cros':
      return 'chromeos';
    default:
      return 'other';
  }
}
