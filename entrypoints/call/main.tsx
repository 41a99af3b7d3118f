import { createSignal } from 'solid-js';
import { browser } from 'wxt/browser';
import { CALL_WINDOW_STYLE, CallWindow } from '@/components/call-window.tsx';
import { showPage } from '@/components/own-page.ts';
import { createMediaHost } from '@/lib/media/host.ts';
import { serveMedia } from '@/lib/media/link.ts';
import { browserWorld } from '@/lib/media/world.ts';
import { connectSurface } from '@/lib/messaging/surface.ts';
import { type FromPanel, PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import type { CallId } from '@/lib/protocol/index.ts';

// the tones of Firefox sound in its background page, before there is a window
const host = createMediaHost(browserWorld(document), { play() {} });
serveMedia(browser.runtime.connect({ name: PORTS.media }), host);

const [view, setView] = createSignal<View | null>(null);
let callOn: CallId | undefined;
const surface = connectSurface<FromPanel>(browser.runtime, PORTS.callWindow, {
  view(message) {
    callOn = message.view.call?.callId;
    setView(message.view);
  },
  connected() {},
  over: () => window.close(),
});

showPage({
  title: 'extension_name',
  style: CALL_WINDOW_STYLE,
  content: () => <CallWindow view={view()} send={(command) => surface.send(command)} />,
});

// Closing the window hangs up. Firefox asks first where the person has clicked or typed in it.
addEventListener('beforeunload', (event) => {
  if (callOn) event.preventDefault();
});
// The background hangs up by the server when the window is gone; this also reaches the other where the server does not.
addEventListener('pagehide', () => {
  if (callOn) void host.handle('media:close', { callId: callOn, hangUp: true });
});
