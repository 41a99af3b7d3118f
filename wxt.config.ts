import type { Plugin } from 'vite';
import { defineConfig, type UserManifest } from 'wxt';
import { createModuleRewrites } from './.ci/module-rewrites.ts';

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

/** A store's packages (`npm run zip`) are on no site until the person permits one; any other build is on this machine's. */
const forStore = process.env['EARSHOT_STORE'] === '1';

/** What a person can permit, one site after the other. */
const SITES = ['https://*/*', 'http://*/*'];

/** Nothing but this extension's own scripts, and connections to call servers; docs/permissions.md has each part's reason. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  'connect-src https: wss: http: ws:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What only Chrome is told: the media host is an offscreen document, and alarms wake the worker in a long outage. */
const chrome: UserManifest = {
  minimum_chrome_version: '120',
  permissions: ['storage', 'offscreen', 'notifications', 'scripting', 'activeTab', 'alarms'],
  optional_host_permissions: SITES,
  // What an organisation may settle for its people (lib/settings/policy.ts). Firefox needs no schema.
  storage: { managed_schema: 'managed-schema.json' },
};

/** What only Firefox is told. Its background page does not die, so nothing has to wake it. */
const firefox: UserManifest = {
  permissions: ['storage', 'notifications', 'scripting', 'activeTab'],
  // where Manifest V2 has them, and the types do not
  optional_permissions: SITES as NonNullable<UserManifest['optional_permissions']>,
  // On the toolbar, where the badge is seen: by itself Firefox puts the icon into the menu of extensions.
  browser_action: { default_area: 'navbar' },
  browser_specific_settings: {
    gecko: {
      // Made once, for ever: the id is what updates, policies and the person's settings hold on to.
      id: '{ebf80061-547c-4c81-b266-babd2b8fbb56}',
      // Firefox asks for consent to what is listed below since 140. The linter takes this for Android's oldest version too
      // where none is named for Android, and there it is 142; naming one would claim that Earshot is for Android.
      strict_min_version: '142.0',
      // What leaves this browser; each one's reason is in docs/distribution.md.
      data_collection_permissions: {
        required: [
          'personalCommunications',
          'personallyIdentifyingInfo',
          'websiteContent',
          'browsingActivity',
        ],
      },
    },
  },
};

const rewrites = createModuleRewrites();

/** Pages that only the other browser gets; each one's own `manifest.exclude` says so. */
const pagesOfTheOther = new Set<string>();

export default defineConfig({
  modules: ['@wxt-dev/module-solid', '@wxt-dev/webextension-polyfill'],
  imports: false,
  ...(forStore && { outDirTemplate: '{{browser}}-mv{{manifestVersion}}-store' }),
  vite: () => ({ plugins: [nativeBrowserInWrapper, rewrites.plugin] }),
  zip: {
    // What a reviewer builds the Firefox package from again, and nothing else (tried by .ci/packages.integration.test.ts).
    includeSources: [
      'SOURCES.md',
      'docs/distribution.md',
      'docs/site-owners-example.html',
      'package.json',
      'package-lock.json',
      '.npmrc',
      '.puppeteerrc.cjs',
      'tsconfig.json',
      'wxt.config.ts',
      '.ci/module-rewrites.ts',
      '{components,entrypoints,lib,public}/**',
    ],
    excludeSources: [
      'components/{gallery,testing}/**',
      'lib/sites/fixtures/**',
      'lib/**/{fake,*.integration}*',
    ],
  },
  hooks: {
    // WXT would warn of a skipped page at every build, and leave its HTML out of the sources package.
    'entrypoints:resolved': (_, entrypoints) => {
      const skipped = entrypoints.filter((entrypoint) => entrypoint.skipped);
      for (const { name } of skipped) pagesOfTheOther.add(`/${name}.html`);
      entrypoints.splice(0, entrypoints.length, ...entrypoints.filter((entrypoint) => !entrypoint.skipped));
    },
    // The same types, whichever browser was built last.
    'prepare:publicPaths': (_, paths) => void paths.push(...pagesOfTheOther),
    'build:manifestGenerated': (_, manifest) => {
      if (forStore) delete manifest.content_scripts;
    },
    'build:done': ({ config }) => {
      if (config.mode === 'production') rewrites.check();
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    ...(!forStore && { host_permissions: ['http://localhost/*', 'http://127.0.0.1/*'] }),
    incognito: 'not_allowed',
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    ...(browser === 'firefox' ? firefox : chrome),
  }),
});
