import { browser } from 'wxt/browser';
import { grantedSites } from './site-access.ts';

/**
 * Takes away what is stored and permitted; then Earshot starts as if just installed. What the browser has noted of the
 * microphone stays there: no extension can take that back.
 */
export async function forgetAndRestart(): Promise<void> {
  const origins = await grantedSites();
  if (origins.length > 0) await browser.permissions.remove({ origins });
  await Promise.all([browser.storage.local.clear(), browser.storage.session.clear()]);
  browser.runtime.reload();
}
