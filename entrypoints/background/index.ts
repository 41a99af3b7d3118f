import { defineBackground } from 'wxt/utils/define-background';
import { nameOf, printLine } from '@/lib/log/print.ts';
import { detectInOpenTabs, injectOnRecognition } from '@/lib/platform/injection.ts';
import { welcomeOnInstall } from '@/lib/platform/pages.ts';
import { start } from './start.ts';

export default defineBackground({
  type: 'module',
  main() {
    const failed = (error: unknown) =>
      printLine({ at: Date.now(), code: 'injection-failed', facts: { error: nameOf(error) } });
    injectOnRecognition(failed);
    detectInOpenTabs(['http://localhost/*', 'http://127.0.0.1/*'], failed);
    welcomeOnInstall();
    start();
  },
});
