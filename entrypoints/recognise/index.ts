import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { recognise } from '@/lib/sites/registry.ts';

/** Looks at a page once, when the person opens the popup there. Its value is what the popup gets. */
export default defineUnlistedScript(
  () => recognise({ document, url: new URL(window.location.href) }) !== undefined,
);
