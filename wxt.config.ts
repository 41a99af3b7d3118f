import { defineConfig } from 'wxt';

export default defineConfig({
  modules: ['@wxt-dev/module-solid', '@wxt-dev/webextension-polyfill'],
  imports: false,
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
