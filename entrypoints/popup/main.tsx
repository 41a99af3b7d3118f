import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { showPage } from '@/components/own-page.ts';
import { Popup, POPUP_STYLE } from '@/components/popup.tsx';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { type FromPanel, PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';

const [view, setView] = createSignal<View | null>(null);
const surface = connectSurface<FromPanel>(browser.runtime, PORTS.panel, {
  view: (message) => setView(message.view),
  connected() {},
  over: () => window.close(),
});

showPage({
  title: 'extension_name',
  style: POPUP_STYLE,
  content: () => <Popup view={view()} send={(command) => surface.send(command)} />,
});
