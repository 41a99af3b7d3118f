import * as v from 'valibot';
import { browser, type Browser } from 'wxt/browser';
import { FromChat, FromPanel, PORTS } from '../messaging/ui.ts';
import type { LinkPort } from '../media/link.ts';
import { untilHeard } from './until-heard.ts';

/** A chat tab's content script, while its port is open. */
export interface ChatPort {
  readonly tab: number;
  /** Where the page was when it connected. */
  readonly url: URL;
  post(message: unknown): void;
}

/** A page of this extension's own that follows the view. */
export interface Panel {
  readonly name: Exclude<(typeof PORTS)[keyof typeof PORTS], 'chat' | 'media'>;
  post(message: unknown): void;
}

export interface SurfacePorts {
  chatOpened(chat: ChatPort): void;
  chatSaid(chat: ChatPort, message: FromChat): void;
  chatClosed(chat: ChatPort): void;
  /** A tab is gone, be it a chat's or not; its port may close before or after. */
  tabClosed(tab: number): void;
  panelOpened(panel: Panel): void;
  panelSaid(message: FromPanel): void;
  panelClosed(panel: Panel): void;
  mediaOpened(port: LinkPort, tab: number | undefined): void;
  /** A message that its schema refuses: from a surface of another version, or a bug. */
  refused(port: string): void;
}

/** Takes the ports that this extension's own contexts open; anybody else's is closed. */
export function acceptPorts(handlers: SurfacePorts): void {
  browser.tabs.onRemoved.addListener((tab) => handlers.tabClosed(tab));
  browser.runtime.onConnect.addListener((port) => {
    const { sender } = port;
    const own = sender?.id === browser.runtime.id;
    const page = sender?.url?.startsWith(browser.runtime.getURL('')) ?? false;
    const tab = sender?.tab?.id;
    if (own && port.name === PORTS.media && page) return handlers.mediaOpened(untilHeard(port), tab);
    const panel = [PORTS.panel, PORTS.settings, PORTS.callWindow].find((name) => name === port.name);
    if (own && panel && page) return openPanel(panel);
    if (own && port.name === PORTS.chat && tab !== undefined && sender?.frameId === 0 && sender.url) {
      return openChat(tab, new URL(sender.url));
    }
    port.disconnect();

    function openPanel(name: Panel['name']): void {
      const opened = { name, post: poster(port) };
      handlers.panelOpened(opened);
      listen(FromPanel, handlers.panelSaid, () => handlers.panelClosed(opened));
    }

    function openChat(tabId: number, url: URL): void {
      const chat = { tab: tabId, url, post: poster(port) };
      handlers.chatOpened(chat);
      listen(
        FromChat,
        (message) => handlers.chatSaid(chat, message),
        () => handlers.chatClosed(chat),
      );
    }

    function listen<Message>(
      schema: v.GenericSchema<unknown, Message>,
      said: (message: Message) => void,
      closed: () => void,
    ): void {
      port.onMessage.addListener((raw: unknown) => {
        const message = v.safeParse(schema, raw);
        if (message.success) said(message.output);
        else handlers.refused(port.name);
      });
      port.onDisconnect.addListener(() => {
        // read, or Chrome complains of every page that went into the back/forward cache
        void browser.runtime.lastError;
        closed();
      });
    }
  });
}

/** Posts while the port is open: a view for a surface that has just gone is for nobody. */
function poster(port: Browser.runtime.Port): (message: unknown) => void {
  let open = true;
  port.onDisconnect.addListener(() => (open = false));
  return (message) => {
    if (open) port.postMessage(message);
  };
}
