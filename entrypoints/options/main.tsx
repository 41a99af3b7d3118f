import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { Options, OPTIONS_STYLE } from '@/components/options.tsx';
import { showPage } from '@/components/own-page.ts';
import type { PermittedSite } from '@/components/site-list.tsx';
import { forgetInstallationKey } from '@/lib/identity/installation-key.ts';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import { siteName } from '@/lib/platform/access-pattern.ts';
import { forgetAndRestart } from '@/lib/platform/forget.ts';
import { grantedSites, onSiteAccess, removeSite } from '@/lib/platform/site-access.ts';
import { keepSiteServer, keepUsualServer } from '@/lib/settings/keep-server.ts';
import { followPolicy, type Policy } from '@/lib/settings/policy.ts';
import {
  agreeTo,
  chosenServer,
  forgetSite,
  keyOfSite,
  NO_CHOICES,
  settledServer,
} from '@/lib/settings/servers.ts';
import { settings } from '@/lib/settings/settings.ts';
import { following } from './following.ts';
import { createKeeping } from './keeping.ts';
import { reportProblem } from './report.ts';
import { soundSettings } from './sound.ts';

const [view, setView] = createSignal<View | null>(null);
const [sites, setSites] = createSignal<readonly PermittedSite[]>([]);
const [policy, setPolicy] = createSignal<Policy>({});
const { keep, failed } = createKeeping();
connectSurface<never>(browser.runtime, PORTS.settings, {
  view: (message) => setView(message.view),
  connected() {},
  over() {},
});

async function listSites(): Promise<void> {
  setSites((await grantedSites()).map((pattern) => ({ pattern, name: siteName(pattern) })));
}

async function run(): Promise<void> {
  await followPolicy(setPolicy);
  const settled = {
    get soundProcessing() {
      return policy().soundProcessing;
    },
  };
  const [choices, sound] = await Promise.all([
    following(settings.servers, NO_CHOICES),
    soundSettings(settled, keep),
    listSites(),
  ]);
  const listAgain = () => void listSites();
  onSiteAccess(listAgain, listAgain);
  const usual = () => chosenServer('', null, policy(), choices()).server;
  const usualNow = () => view()?.servers.find(({ url }) => url === usual().url) ?? null;
  const agree = (url: string) => keep(settings.servers.change((now) => agreeTo(now, url, null)));
  showPage({
    title: 'options_title',
    style: OPTIONS_STYLE,
    content: () => (
      <Options
        usual={{
          get serverUrl() {
            return usual().url;
          },
          get accessKey() {
            return usual().accessKey;
          },
          get managed() {
            return policy().server !== undefined;
          },
          get server() {
            return usualNow();
          },
          onServer: keepUsualServer,
          onAgree: agree,
        }}
        siteServers={{
          get servers() {
            return Object.entries(choices().bySite).map(([site, its]) => ({
              ...{ site, ...its },
              settled: settledServer(site, policy())?.url ?? null,
            }));
          },
          onAdd: keepSiteServer,
          onAgree: agree,
          onAccessKey: (site, key) => keep(settings.servers.change((now) => keyOfSite(now, site, key))),
          onRemove: (site) => keep(settings.servers.change((now) => forgetSite(now, site))),
        }}
        sites={sites()}
        onRemoveSite={(pattern) => keep(removeSite(pattern))}
        sound={sound}
        onReport={() => reportProblem(usualNow())}
        inCall={(view()?.call ?? null) !== null}
        onForget={() => forgetAndRestart(forgetInstallationKey)}
        notKept={failed()}
      />
    ),
  });
}
void run();
