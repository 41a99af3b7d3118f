import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { Options, OPTIONS_STYLE } from '@/components/options.tsx';
import { showPage } from '@/components/own-page.ts';
import type { KeptServer } from '@/components/server-form.tsx';
import type { PermittedSite } from '@/components/site-list.tsx';
import { forgetInstallationKey } from '@/lib/identity/installation-key.ts';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import { siteName } from '@/lib/platform/access-pattern.ts';
import { forgetAndRestart } from '@/lib/platform/forget.ts';
import { grantedSites, onSiteAccess, removeSite } from '@/lib/platform/site-access.ts';
import { managedPolicy } from '@/lib/settings/policy.ts';
import { DEFAULT_SERVER_URL, normalServerUrl } from '@/lib/settings/server-url.ts';
import {
  agreeTo,
  chosenServer,
  forgetSite,
  keyOfSite,
  NO_CHOICES,
  type ServerChoices,
} from '@/lib/settings/servers.ts';
import { settings } from '@/lib/settings/settings.ts';
import { following } from './following.ts';
import { reportProblem } from './report.ts';
import { soundSettings } from './sound.ts';

const [view, setView] = createSignal<View | null>(null);
const [sites, setSites] = createSignal<readonly PermittedSite[]>([]);
const [usual, setUsual] = createSignal(DEFAULT_SERVER_URL);
connectSurface<never>(browser.runtime, PORTS.settings, {
  view: (message) => setView(message.view),
  connected() {},
  over() {},
});

async function change(how: (choices: ServerChoices) => ServerChoices): Promise<void> {
  await settings.servers.set(how(await settings.servers.get()));
}

async function keepServer(written: string, accessKey: string): Promise<KeptServer | null> {
  const url = normalServerUrl(written);
  if (url === undefined) return null;
  await change((choices) => ({ ...choices, usual: { url, accessKey: accessKey.trim() } }));
  setUsual(url);
  return { url, agreed: chosenServer('', null, {}, await settings.servers.get()).agreed };
}

async function listSites(): Promise<void> {
  setSites((await grantedSites()).map((pattern) => ({ pattern, name: siteName(pattern) })));
}

async function run(): Promise<void> {
  const policy = await managedPolicy();
  const [choices, sound] = await Promise.all([
    following(settings.servers, NO_CHOICES),
    soundSettings(policy),
    listSites(),
  ]);
  const { server } = chosenServer('', null, policy, choices());
  setUsual(server.url);
  const listAgain = () => void listSites();
  onSiteAccess(listAgain, listAgain);
  const usualNow = () => view()?.servers.find(({ url }) => url === usual()) ?? null;
  showPage({
    title: 'options_title',
    style: OPTIONS_STYLE,
    content: () => (
      <Options
        usual={{
          serverUrl: server.url,
          accessKey: server.accessKey,
          managed: policy.server !== undefined,
          get server() {
            return usualNow();
          },
          onServer: keepServer,
          onAgree: (url) => void change((now) => agreeTo(now, url, null)),
        }}
        siteServers={Object.entries(choices().bySite).map(([site, its]) => ({ site, ...its }))}
        onSiteAccessKey={(site, key) => void change((now) => keyOfSite(now, site, key))}
        onRemoveSiteServer={(site) => void change((now) => forgetSite(now, site))}
        sites={sites()}
        onRemoveSite={(pattern) => void removeSite(pattern)}
        sound={sound}
        onReport={() => reportProblem(usualNow())}
        inCall={(view()?.call ?? null) !== null}
        onForget={() => void forgetInstallationKey().then(forgetAndRestart)}
      />
    ),
  });
}
void run();
