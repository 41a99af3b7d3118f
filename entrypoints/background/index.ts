import { defineBackground } from 'wxt/utils/define-background';
import { nameOf, printLine } from '@/lib/log/print.ts';
import {
  createDetectorRegistration,
  detectInOpenTabs,
  detectInTabsOf,
  injectOnRecognition,
} from '@/lib/platform/injection.ts';
import { welcomeOnInstall } from '@/lib/platform/pages.ts';
import { onSiteAccess } from '@/lib/platform/site-access.ts';
import { followPolicy, managedPolicy, mayBeUsedOn } from '@/lib/settings/policy.ts';
import { sentence } from '@/lib/i18n/sentence.ts';
import { start } from './start.ts';

export default defineBackground({
  type: 'module',
  // Firefox ends event pages even in a call
  persistent: { firefox: true },
  main() {
    // Chrome keeps the texts per process from their first use, and keeps nothing for ever when that first use is a page
    // that closes meanwhile: this worker's process is the pages' too, and it does not close.
    sentence('extension_name');
    const failed = (error: unknown) =>
      printLine({ at: Date.now(), code: 'injection-failed', facts: { error: nameOf(error) } });
    injectOnRecognition(async (site) => mayBeUsedOn(await managedPolicy(), site), failed);
    detectInOpenTabs(failed);
    welcomeOnInstall();
    const { sitesChanged } = start();
    const registerDetector = createDetectorRegistration(failed);
    onSiteAccess(
      (added) => {
        registerDetector();
        detectInTabsOf(added).catch(failed);
      },
      () => {
        registerDetector();
        sitesChanged();
      },
    );
    // Chromium's comes some seconds after the first pages of a browser that starts
    void followPolicy(sitesChanged);
    registerDetector();
  },
});
