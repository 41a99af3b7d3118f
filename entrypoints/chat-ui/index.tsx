import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { SurfaceRuntime } from '@/lib/messaging/surface.ts';
import { mountChat } from './mount.tsx';

/** The part of the browser's own object that is needed here: the polyfill is larger than all this. */
const { browser, chrome } = globalThis as { browser?: Extension; chrome?: Extension };
interface Extension {
  readonly runtime?: SurfaceRuntime;
}

export default defineUnlistedScript(() => {
  const runtime = browser?.runtime ?? chrome?.runtime;
  if (runtime) mountChat(runtime);
});
