import * as v from 'valibot';
import { LastCall } from '@/lib/call/last-call.ts';
import { CallState } from '@/lib/call/state.ts';
import { createController } from '@/lib/controller/controller.ts';
import { Presence } from '@/lib/controller/presence.ts';
import { relayOf } from '@/lib/controller/relay.ts';
import { installationKey } from '@/lib/identity/installation-key.ts';
import { createLog } from '@/lib/log/log.ts';
import { nameOf, printLine } from '@/lib/log/print.ts';
import type { CallCommand } from '@/lib/messaging/ui.ts';
import { createKeptState } from '@/lib/platform/kept-state.ts';
import { openPage } from '@/lib/platform/pages.ts';
import { acceptPorts } from '@/lib/platform/surface-ports.ts';
import { onNotificationClick, showPanel } from '@/lib/platform/surfaces.ts';
import { systemClock } from '@/lib/platform/system-clock.ts';
import { createMediaHostHere } from '@/lib/platform/this-browser.ts';
import { deferUpdates } from '@/lib/platform/updates.ts';
import { wakeOnAlarm } from '@/lib/platform/wake.ts';
import { CallId, randomId } from '@/lib/protocol/index.ts';
import { settings } from '@/lib/settings/settings.ts';
import { createKnock } from '@/lib/signaling/knock.ts';
import { createRedialable } from '@/lib/signaling/redial.ts';
import { createSocketClient } from '@/lib/signaling/socket-client.ts';
import { ChatTabs } from './chat-tabs.ts';
import { createShowing } from './showing.ts';

/**
 * The background of this extension. Listeners are in place before anything is awaited, since a worker that was woken
 * gets its event at once; what they are told waits for the state of an earlier life.
 */
export function start(): void {
  const log = createLog(Date.now, printLine);
  const media = createMediaHostHere();
  const signaling = createRedialable();
  const store = createKeptState('session', 'snapshot', v.object({ calls: CallState, places: Presence }));
  const lastCallStore = createKeptState('local', 'last-call', LastCall);
  const key = installationKey();
  let serverHost = '';
  let soundProcessing = true;

  const controller = createController({
    media,
    signaling,
    store,
    lastCallStore,
    clock: systemClock,
    mintCallId: () => v.parse(CallId, randomId()),
    soundProcessing: () => soundProcessing,
    log,
    onChange: () => showing.soon(),
  });
  const tabs = new ChatTabs(
    controller,
    key.then(({ publicKey }) => publicKey),
    () => showing.soon(),
  );
  const showing = createShowing({
    facts: () => ({
      calls: controller.calls(),
      places: controller.places(),
      link: controller.link(),
      serverHost,
      relay: controller.link().state === 'connected' ? relayOf(signaling.iceServers()) : null,
    }),
    tabs: () => tabs,
    media,
    updates: deferUpdates(),
    log,
  });

  function obey(command: CallCommand): void {
    if (command.type === 'page:open') showing.surface('page', openPage(command.page));
    else if (command.type === 'window:show') showing.surface('window', media.show());
    else controller.command(command);
  }

  const ready = (async () => {
    const [snapshot, lastCall, mediaHostIsThere, { publicKey, prove }] = await Promise.all([
      store.load(),
      lastCallStore.load(),
      media.exists(),
      key,
    ]);
    if (snapshot) controller.resume(snapshot, mediaHostIsThere);
    else if (lastCall) controller.find(lastCall);
    await settings.server.follow(({ url, accessKey }) => {
      serverHost = new URL(url).host;
      const knock = createKnock(url);
      signaling.dial(createSocketClient({ serverUrl: url, accessKey, publicKey, prove, knock }));
    });
    await settings.soundProcessing.follow((wanted) => (soundProcessing = wanted));
    showing.soon();
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
    panelOpened: (panel) => afterStart(() => showing.opened(panel)),
    panelSaid: (message) => afterStart(() => obey(message)),
    panelClosed: (panel) => afterStart(() => showing.closed(panel)),
    mediaOpened: (port, tab) => afterStart(() => media.attach(port, tab)),
    refused: (port) => log.write('message-refused', { port }),
  });
  onNotificationClick(() => showing.surface('panel', showPanel()));
  wakeOnAlarm();
}
