import { createMemo, createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { showPage } from '@/components/own-page.ts';
import { type MicrophoneTrial, Welcome, WELCOME_STYLE } from '@/components/welcome.tsx';
import type { MicrophoneCheck } from '@/lib/media/microphone-check.ts';
import { createMicrophoneTrial } from '@/lib/media/microphone-trial.ts';
import { browserWorld } from '@/lib/media/world.ts';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import { IN_FIREFOX } from '@/lib/platform/in-firefox.ts';
import { openMicrophoneSettings, systemHere } from '@/lib/platform/microphone-settings.ts';
import { openPage } from '@/lib/platform/pages.ts';
import { followUnpinned } from '@/lib/platform/pinned.ts';
import { createEffectiveSettings } from '@/lib/settings/effective.ts';
import { settings } from '@/lib/settings/settings.ts';

const effective = createEffectiveSettings();
const [check, setCheck] = createSignal<MicrophoneCheck | null>(null);
const trial = createMicrophoneTrial(browserWorld(document), setCheck);

async function tryMicrophone(): Promise<MicrophoneTrial> {
  const opening = await trial.begin(effective.sound());
  if (!opening.ok) return opening.code;
  void settings.microphoneAllowed.set(true);
  return 'opened';
}

async function run(): Promise<void> {
  const usual = () => effective.serverOf({ site: '', proposal: null });
  const [chosen, setChosen] = createSignal(usual());
  const [view, setView] = createSignal<View | null>(null);
  const [unpinned, setUnpinned] = createSignal(false);
  const [status, system, wasAllowed] = await Promise.all([
    navigator.permissions.query({ name: 'microphone' }),
    systemHere(),
    settings.microphoneAllowed.get(),
    followUnpinned(setUnpinned),
    effective.follow({ servers: () => setChosen(usual()), sound() {} }),
  ]);
  setChosen(usual());
  const [permission, setPermission] = createSignal(status.state);
  status.addEventListener('change', () => setPermission(status.state));
  connectSurface<never>(browser.runtime, PORTS.settings, {
    view: (message) => setView(message.view),
    connected() {},
    over() {},
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') trial.end();
  });
  const systemRefused = createMemo(() =>
    [view()?.call?.trouble, view()?.notice?.code].includes('microphone-blocked-by-system'),
  );
  const server = () => {
    const { agreed, server: now } = chosen();
    return agreed ? (view()?.servers.find(({ url }) => url === now.url) ?? null) : null;
  };
  showPage({
    title: 'welcome_title',
    style: WELCOME_STYLE,
    content: () => (
      <Welcome
        where={{ browser: IN_FIREFOX ? 'firefox' : 'chrome', system }}
        permission={permission()}
        wasAllowedOnce={wasAllowed && status.state === 'prompt'}
        systemRefused={systemRefused()}
        onAsk={tryMicrophone}
        microphone={check()}
        onClose={() => trial.end()}
        server={server()}
        isDefaultServer={!chosen().chosen}
        onSettings={() => void openPage('options')}
        unpinned={unpinned()}
        onMicrophoneSettings={openMicrophoneSettings}
      />
    ),
  });
}
void run();
