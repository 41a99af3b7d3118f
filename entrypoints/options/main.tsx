import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { Options, OPTIONS_STYLE } from '@/components/options.tsx';
import { showPage } from '@/components/own-page.ts';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import { normalServerUrl } from '@/lib/settings/server-url.ts';
import { settings } from '@/lib/settings/settings.ts';

const [relay, setRelay] = createSignal<View['server']['relay']>(null);
connectSurface<never>(browser.runtime, PORTS.settings, {
  view: (message) => setRelay(message.view.server.relay),
  connected() {},
  over() {},
});

async function keepServer(written: string, accessKey: string): Promise<string | null> {
  const url = normalServerUrl(written);
  if (url === undefined) return null;
  await settings.server.set({ url, accessKey: accessKey.trim() });
  return url;
}

async function run(): Promise<void> {
  const [server, soundProcessing] = await Promise.all([
    settings.server.get(),
    settings.soundProcessing.get(),
  ]);
  showPage({
    title: 'options_title',
    style: OPTIONS_STYLE,
    content: () => (
      <Options
        saved={{ serverUrl: server.url, accessKey: server.accessKey, soundProcessing }}
        relay={relay()}
        onServer={keepServer}
        onSoundProcessing={(wanted) => void settings.soundProcessing.set(wanted)}
      />
    ),
  });
}
void run();
