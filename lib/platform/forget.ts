import { browser } from 'wxt/browser';
import { grantedSites } from './site-access.ts';

/**
 * Takes away what is stored and permitted, and last the key: where the browser refuses a step, what is left can be taken
 * away once more. Then Earshot starts as if just installed. What the browser has noted of the microphone stays there: no
 * extension can take that back.
 */
export async function forgetAndRestart(forgetKey: () => Promise<void>): Promise<void> {
  await Promise.all([browser.storage.local.clear(), browser.storage.session.clear()]);
  const origins = await grantedSites();
  if (origins.length > 0) await browser.permissions.remove({ origins });
  await forgetKey();
  browser.runtime.reload();
}
