import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { showPage } from '@/components/own-page.ts';
import { Popup, POPUP_STYLE } from '@/components/popup.tsx';
import type { PageUnderPopup } from '@/components/popup-page.tsx';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { type FromPanel, PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import { type PageHere, pageHere } from '@/lib/platform/page-here.ts';
import { askForSite, onSiteAccess } from '@/lib/platform/site-access.ts';
import { followPolicy, mayBeUsedOn, type Policy } from '@/lib/settings/policy.ts';

const [view, setView] = createSignal<View | null>(null);
const [here, setHere] = createSignal<PageHere | null>(null);
const [policy, setPolicy] = createSignal<Policy>({});
const surface = connectSurface<FromPanel>(browser.runtime, PORTS.panel, {
  view: (message) => setView(message.view),
  connected() {},
  over: () => window.close(),
});

function page(): PageUnderPopup | null {
  const now = here();
  if (!now) return null;
  const { site, permitted, recognised } = now;
  if (!recognised) return { site, state: 'unknown' };
  if (!mayBeUsedOn(policy(), site)) return { site, state: 'not-allowed' };
  return permitted ? null : { site, state: 'may-be-used' };
}

async function look(): Promise<void> {
  setHere(await pageHere());
}

const lookAgain = () => void look();

function use(): void {
  const pattern = here()?.pattern;
  // what comes of it the background sees too, where this closes meanwhile
  if (pattern !== undefined) askForSite(pattern).catch(lookAgain);
}

showPage({
  title: 'extension_name',
  style: POPUP_STYLE,
  content: () => (
    <Popup view={view()} page={page()} onUseSite={use} send={(command) => surface.send(command)} />
  ),
});
onSiteAccess(lookAgain, lookAgain);
void followPolicy(setPolicy);
lookAgain();
