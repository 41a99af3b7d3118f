import * as v from 'valibot';
import { badgeOf } from '@/lib/call/outputs.ts';
import { CallState } from '@/lib/call/state.ts';
import { unseenRings } from '@/lib/controller/attention.ts';
import { createController } from '@/lib/controller/controller.ts';
import { Presence } from '@/lib/controller/presence.ts';
import { relayOf } from '@/lib/controller/relay.ts';
import { viewOf } from '@/lib/controller/view.ts';
import { installationKey } from '@/lib/identity/installation-key.ts';
import { createLog } from '@/lib/log/log.ts';
import { nameOf, printLine } from '@/lib/log/print.ts';
import type { CallCommand } from '@/lib/messaging/ui.ts';
import { openPage } from '@/lib/platform/pages.ts';
import { createSessionStore } from '@/lib/platform/session-store.ts';
import { acceptPorts, type Panel } from '@/lib/platform/surface-ports.ts';
import { onNotificationClick, showBadge, showNotifications, showPanel } from '@/lib/platform/surfaces.ts';
import { createMediaHostHere } from '@/lib/platform/this-browser.ts';
import { deferUpdates } from '@/lib/platform/updates.ts';
import { keepWaking, wakeOnAlarm } from '@/lib/platform/wake.ts';
import { CallId, randomId } from '@/lib/protocol/index.ts';
import { settings } from '@/lib/settings/settings.ts';
import { createRedialable } from '@/lib/signaling/redial.ts';
import { createSocketClient } from '@/lib/signaling/socket-client.ts';
import { ChatTabs } from './chat-tabs.ts';

/**
 * The background of this extension. Listeners are in place before anything is awaited, since a worker that was woken
 * gets its event at once; what they are told waits for the state of an earlier life.
 */
export function start(): void {
  const log = createLog(Date.now, printLine);
  const media = createMediaHostHere();
  const updates = deferUpdates();
  const signaling = createRedialable();
  const store = createSessionStore(v.object({ calls: CallState, places: Presence }));
  const panels = new Set<Panel>();
  const key = installationKey();
  let serverHost = '';
  let soundProcessing = true;
  let stale = false;
  let waking = false;
  /** One after the other: an older set of rings must not be shown over a newer one. */
  let notified: Promise<void> = Promise.resolve();

  const controller = createController({
    media,
    signaling,
    store,
    clock: {
      now: Date.now,
      at(timeMs, callback) {
        const timer = setTimeout(callback, Math.max(0, timeMs - Date.now()));
        return () => clearTimeout(timer);
      },
    },
    mintCallId: () => v.parse(CallId, randomId()),
    soundProcessing: () => soundProcessing,
    log,
    onChange: showSoon,
  });
  const tabs = new ChatTabs(
    controller,
    key.then(({ publicKey }) => publicKey),
    showSoon,
  );

  /** Changes of one task are shown once. */
  function showSoon(): void {
    if (stale) return;
    stale = true;
    queueMicrotask(() => {
      stale = false;
      show();
    });
  }

  function show(): void {
    const calls = controller.calls();
    const places = controller.places();
    const link = controller.link();
    const relay = link.state === 'connected' ? relayOf(signaling.iceServers()) : null;
    const view = viewOf({ calls, places, link, serverHost, relay });
    tabs.show(view);
    for (const panel of panels) panel.post({ type: 'view', view, conversation: null });
    const busy = calls.call !== null || calls.rings.length > 0;
    media.follow(view);
    // what a person still has to read is worth waiting for too
    updates.busy(busy || view.notice !== null);
    const shown = [...panels].some((panel) => panel.showsRings);
    surface('badge', showBadge(badgeOf(calls)));
    const unseen = unseenRings(view.rings, tabs.watchers(), shown);
    notified = notified
      .then(() => showNotifications(unseen))
      .catch((error: unknown) => failed('notification', error));
    const wanted = busy || places.length > 0;
    if (wanted !== waking) surface('wake', keepWaking(wanted));
    waking = wanted;
  }

  function surface(what: string, shown: Promise<void>): void {
    shown.catch((error: unknown) => failed(what, error));
  }

  function failed(what: string, error: unknown): void {
    log.write('surface-failed', { what, error: nameOf(error) });
  }

  function obey(command: CallCommand): void {
    if (command.type === 'page:open') surface('page', openPage(command.page));
    else if (command.type === 'window:show') surface('window', media.show());
    else controller.command(command);
  }

  const ready = (async () => {
    const [snapshot, mediaHostIsThere, { publicKey, prove }] = await Promise.all([
      store.load(),
      media.exists(),
      key,
    ]);
    if (snapshot) controller.resume(snapshot, mediaHostIsThere);
    await settings.server.follow(({ url, accessKey }) => {
      serverHost = new URL(url).host;
      signaling.dial(createSocketClient({ serverUrl: url, accessKey, publicKey, prove }));
    });
    await settings.soundProcessing.follow((wanted) => (soundProcessing = wanted));
    showSoon();
  })();
  ready.catch((error: unknown) => log.write('start-failed', { error: nameOf(error) }));

  const afterStart = (act: () => void) => void ready.then(act);
  acceptPorts({
    chatOpened: (chat) => afterStart(() => tabs.opened(chat)),
    chatSaid: (chat, message) =>
      afterStart(() => {
        if (message.type === 'site:shows') tabs.shows(chat, message.place);
        else if (message.type === 'site:attention') tabs.attention(chat, message.attentive);
        else if (message.type !== 'call:start' || tabs.isShowing(chat, message.conversation)) obey(message);
      }),
    chatClosed: (chat) => afterStart(() => tabs.closed(chat)),
    panelOpened: (panel) => afterStart(() => (panels.add(panel), showSoon())),
    panelSaid: (message) => afterStart(() => obey(message)),
    panelClosed: (panel) => afterStart(() => (panels.delete(panel), showSoon())),
    mediaOpened: (port, tab) => afterStart(() => media.attach(port, tab)),
    refused: (port) => log.write('message-refused', { port }),
  });
  onNotificationClick(() => surface('panel', showPanel()));
  wakeOnAlarm();
}
