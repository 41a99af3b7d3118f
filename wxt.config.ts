import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/**
 * WXT's wrapper of content scripts asks the browser for one thing, `runtime.id`, and the polyfill module would put the
 * whole polyfill (3 kB gzipped) into every page for it. There, and only there, the browser's own object serves.
 */
const nativeBrowserInWrapper: Plugin = {
  name: 'earshot:native-browser-in-wrapper',
  enforce: 'pre',
  resolveId(source, importer) {
    const wrapper = importer?.includes('/wxt/dist/utils/');
    return wrapper && /^(wxt|@wxt-dev\/webextension-polyfill)\/browser$/.test(source)
      ? this.resolve('@wxt-dev/browser', importer)
      : null;
  },
};

export default defineConfig({
  modules: ['@wxt-dev/module-solid', '@wxt-dev/webextension-polyfill'],
  imports: false,
  vite: () => ({ plugins: [nativeBrowserInWrapper] }),
  manifest: {
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    minimum_chrome_version: '120',
    permissions: ['storage', 'offscreen', 'notifications', 'scripting', 'alarms'],
    host_permissions: ['http://localhost/*', 'http://127.0.0.1/*'],
    incognito: 'not_allowed',
  },
});
