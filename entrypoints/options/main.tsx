import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { type KeptServer, Options, OPTIONS_STYLE } from '@/components/options.tsx';
import { showPage } from '@/components/own-page.ts';
import type { PermittedSite } from '@/components/site-list.tsx';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { PORTS } from '@/lib/messaging/ui.ts';
import type { ServerSummary } from '@/lib/messaging/view.ts';
import { forgetInstallationKey } from '@/lib/identity/installation-key.ts';
import { forgetAndRestart } from '@/lib/platform/forget.ts';
import { siteName } from '@/lib/platform/access-pattern.ts';
import { grantedSites, onSiteAccess, removeSite } from '@/lib/platform/site-access.ts';
import { managedPolicy } from '@/lib/settings/policy.ts';
import { DEFAULT_SERVER_URL, normalServerUrl } from '@/lib/settings/server-url.ts';
import { agreeTo, chosenServer } from '@/lib/settings/servers.ts';
import { settings } from '@/lib/settings/settings.ts';

const [servers, setServers] = createSignal<readonly ServerSummary[]>([]);
const [sites, setSites] = createSignal<readonly PermittedSite[]>([]);
const [inCall, setInCall] = createSignal(false);
const [usual, setUsual] = createSignal(DEFAULT_SERVER_URL);
connectSurface<never>(browser.runtime, PORTS.settings, {
  view(message) {
    setServers(message.view.servers);
    setInCall(message.view.call !== null);
  },
  connected() {},
  over() {},
});

async function keepServer(written: string, accessKey: string): Promise<KeptServer | null> {
  const url = normalServerUrl(written);
  if (url === undefined) return null;
  const choices = { ...(await settings.servers.get()), usual: { url, accessKey: accessKey.trim() } };
  await settings.servers.set(choices);
  setUsual(url);
  return { url, agreed: chosenServer('', null, {}, choices).agreed };
}

async function agree(url: string): Promise<void> {
  await settings.servers.set(agreeTo(await settings.servers.get(), url, null));
}

async function listSites(): Promise<void> {
  setSites((await grantedSites()).map((pattern) => ({ pattern, name: siteName(pattern) })));
}

async function run(): Promise<void> {
  const [choices, soundProcessing, policy] = await Promise.all([
    settings.servers.get(),
    settings.soundProcessing.get(),
    managedPolicy(),
    listSites(),
  ]);
  const { server } = chosenServer('', null, policy, choices);
  setUsual(server.url);
  const listAgain = () => void listSites();
  onSiteAccess(listAgain, listAgain);
  showPage({
    title: 'options_title',
    style: OPTIONS_STYLE,
    content: () => (
      <Options
        saved={{
          serverUrl: server.url,
          accessKey: server.accessKey,
          soundProcessing: policy.soundProcessing ?? soundProcessing,
        }}
        managed={{
          server: policy.server !== undefined,
          soundProcessing: policy.soundProcessing !== undefined,
        }}
        server={servers().find(({ url }) => url === usual()) ?? null}
        onServer={keepServer}
        onAgree={(url) => void agree(url)}
        sites={sites()}
        onRemoveSite={(pattern) => void removeSite(pattern)}
        inCall={inCall()}
        onForget={() => void forgetInstallationKey().then(forgetAndRestart)}
        onSoundProcessing={(wanted) => void settings.soundProcessing.set(wanted)}
      />
    ),
  });
}
void run();
