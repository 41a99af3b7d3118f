import * as v from 'valibot';
import { LastCall } from '@/lib/call/last-call.ts';
import { CallState } from '@/lib/call/state.ts';
import { createController } from '@/lib/controller/controller.ts';
import { Presence } from '@/lib/controller/presence.ts';
import { type InstallationKey, installationKey } from '@/lib/identity/installation-key.ts';
import { nameOf } from '@/lib/log/print.ts';
import { type FromChat, type FromPanel, PORTS } from '@/lib/messaging/ui.ts';
import { createKeptLog } from '@/lib/platform/kept-log.ts';
import { createKeptState } from '@/lib/platform/kept-state.ts';
import { openPage } from '@/lib/platform/pages.ts';
import { KNOCK_FIRST } from '@/lib/platform/sockets.ts';
import { mayBeOn } from '@/lib/platform/site-access.ts';
import { acceptPorts, type ChatPort } from '@/lib/platform/surface-ports.ts';
import { onNotificationButton, onNotificationClick, showPanel } from '@/lib/platform/surfaces.ts';
import { systemClock } from '@/lib/platform/system-clock.ts';
import { createMediaHostHere } from '@/lib/platform/this-browser.ts';
import { deferUpdates } from '@/lib/platform/updates.ts';
import { wakeOnAlarm } from '@/lib/platform/wake.ts';
import { CallId, randomId } from '@/lib/protocol/index.ts';
import { createEffectiveSettings } from '@/lib/settings/effective.ts';
import { managedPolicy, mayBeUsedOn } from '@/lib/settings/policy.ts';
import { createKnock } from '@/lib/signaling/knock.ts';
import { createServers } from '@/lib/signaling/servers.ts';
import { createSocketClient } from '@/lib/signaling/socket-client.ts';
import { ChatTabs } from './chat-tabs.ts';
import { createShowing } from './showing.ts';

export interface Started {
  /** A site may have been taken back, by the person or by a policy: Earshot leaves its pages. */
  readonly sitesChanged: () => void;
}

/**
 * The background of this extension. Listeners are in place before anything is awaited, since a worker that was woken
 * gets its event at once; what they are told waits for the state of an earlier life.
 */
export function start(): Started {
  const log = createKeptLog();
  const media = createMediaHostHere();
  const store = createKeptState('session', 'snapshot', v.object({ calls: CallState, places: Presence }));
  const lastCallStore = createKeptState('local', 'last-call', LastCall);
  const key = installationKey();
  /** Before anything is wanted of a server it is there. */
  let identity: InstallationKey | undefined;
  const settings = createEffectiveSettings();

  const signaling = createServers(({ url, accessKey }) => {
    if (!identity) throw new Error('no key yet');
    const { publicKey, prove } = identity;
    const dialling = { knock: createKnock(url), knockFirst: KNOCK_FIRST };
    return createSocketClient({ serverUrl: url, accessKey, publicKey, prove, ...dialling });
  });

  /** Whoever looks at the settings sees whether the call server can be used. */
  function triedServers() {
    const usual = settings.usualServer();
    return usual && showing.isOpen(PORTS.settings) ? [usual] : [];
  }

  const controller = createController({
    media,
    signaling,
    store,
    lastCallStore,
    clock: systemClock,
    mintCallId: () => v.parse(CallId, randomId()),
    serverOf: settings.serverOf,
    triedServers,
    offline: settings.offline,
    sound: settings.sound,
    ringVolume: settings.ringVolume,
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
      links: controller.links(),
      serverOf: settings.serverOf,
      triedServers: triedServers(),
      offline: settings.offline(),
    }),
    tabs: () => tabs,
    media,
    updates: deferUpdates(),
    log,
  });

  function obey(command: FromPanel): void {
    if (command.type === 'page:open') showing.surface('page', openPage(command.page));
    else if (command.type === 'window:show') showing.surface('window', media.show());
    else if (command.type === 'presence:set') kept(settings.setOffline(command.offline));
    else if (command.type === 'server:use') kept(settings.use(command.url, command.site));
    else if (command.type === 'server:decline') kept(settings.decline(command.url, command.site));
    else controller.command(command);
  }

  function kept(keeping: Promise<void>): void {
    keeping.catch((error: unknown) => {
      log.write('setting-not-kept', { error: nameOf(error) });
    });
  }

  function obeyTab(chat: ChatPort, message: Exclude<FromChat, { type: `site:${string}` }>): void {
    if (message.type !== 'call:start') return obey(message);
    // a call is only started where its button is
    if (!tabs.isShowing(chat, message.conversation)) return undefined;
    const place = controller.places().find((each) => each.conversation === message.conversation);
    // what is to be asked first is asked where no page can answer
    if (place && settings.serverOf(place).question) return showing.surface('panel', showPanel());
    return obey(message);
  }

  const ready = (async () => {
    const [snapshot, lastCall, mediaHostIsThere, installation] = await Promise.all([
      store.load(),
      lastCallStore.load(),
      media.exists(),
      key,
    ]);
    await settings.follow({
      servers: () => controller.serversChanged(),
      sound: () => controller.soundChanged(),
    });
    identity = installation;
    if (snapshot) controller.resume(snapshot, lastCall, mediaHostIsThere);
    else if (lastCall) controller.find(lastCall);
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
        else obeyTab(chat, message);
      }),
    chatClosed: (chat) => afterStart(() => tabs.closed(chat)),
    tabClosed: (tab) => afterStart(() => controller.tabClosed(tab)),
    panelOpened: (panel) =>
      afterStart(() => {
        showing.opened(panel);
        controller.serversChanged();
      }),
    panelSaid: (message) => afterStart(() => obey(message)),
    panelClosed: (panel) =>
      afterStart(() => {
        showing.closed(panel);
        controller.serversChanged();
      }),
    mediaOpened: (port, tab) => afterStart(() => media.attach(port, tab)),
    refused: (port) => log.write('message-refused', { port }),
  });
  onNotificationClick(() => showing.surface('panel', showPanel()));
  onNotificationButton((command) => afterStart(() => obey(command)));
  wakeOnAlarm();
  const isToLeave = async (url: URL) =>
    !(await mayBeOn(url)) || !mayBeUsedOn(await managedPolicy(), url.host);
  return { sitesChanged: () => afterStart(() => void tabs.leaveWhere(isToLeave)) };
}
