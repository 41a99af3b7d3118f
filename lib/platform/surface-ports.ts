import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { FromChat, FromPanel, PORTS } from '../messaging/ui.ts';
import type { LinkPort } from '../media/link.ts';

/** A chat tab's content script, while its port is open. */
export interface ChatPort {
  readonly tab: number;
  /** Where the page was when it connected. */
  readonly url: URL;
  post(message: unknown): void;
}

/** A page of this extension's own that follows the view. */
export interface Panel {
  readonly showsRings: boolean;
  post(message: unknown): void;
}

export interface SurfacePorts {
  chatOpened(chat: ChatPort): void;
  chatSaid(chat: ChatPort, message: FromChat): void;
  chatClosed(chat: ChatPort): void;
  panelOpened(panel: Panel): void;
  panelSaid(message: FromPanel): void;
  panelClosed(panel: Panel): void;
  mediaOpened(port: LinkPort): void;
  /** A message that its schema refuses: from a surface of another version, or a bug. */
  refused(port: string): void;
}

/** Takes the ports that this extension's own contexts open; anybody else's is closed. */
export function acceptPorts(handlers: SurfacePorts): void {
  browser.runtime.onConnect.addListener((port) => {
    const { sender } = port;
    const own = sender?.id === browser.runtime.id;
    const page = sender?.url?.startsWith(browser.runtime.getURL('')) ?? false;
    if (own && port.name === PORTS.media && page) return handlers.mediaOpened(untilHeard(port));
    if (own && port.name === PORTS.panel && page) return openPanel(true);
    if (own && port.name === PORTS.settings && page) return openPanel(false);
    const tab = sender?.tab?.id;
    if (own && port.name === PORTS.chat && tab !== undefined && sender?.frameId === 0 && sender.url) {
      return openChat(tab, new URL(sender.url));
    }
    port.disconnect();

    function openPanel(showsRings: boolean): void {
      const panel = { showsRings, post: (message: unknown) => port.postMessage(message) };
      handlers.panelOpened(panel);
      port.onMessage.addListener((raw: unknown) => {
        const message = v.safeParse(FromPanel, raw);
        if (message.success) handlers.panelSaid(message.output);
        else handlers.refused(port.name);
      });
      port.onDisconnect.addListener(() => handlers.panelClosed(panel));
    }

    function openChat(tabId: number, url: URL): void {
      const chat = { tab: tabId, url, post: (message: unknown) => port.postMessage(message) };
      handlers.chatOpened(chat);
      port.onMessage.addListener((raw: unknown) => {
        const message = v.safeParse(FromChat, raw);
        if (message.success) handlers.chatSaid(chat, message.output);
        else handlers.refused(port.name);
      });
      port.onDisconnect.addListener(() => {
        // read, or Chrome complains of every page that went into the back/forward cache
        void browser.runtime.lastError;
        handlers.chatClosed(chat);
      });
    }
  });
}

/** A port whose messages wait for the first listener: the media host speaks first, maybe before the state is restored. */
function untilHeard(port: LinkPort): LinkPort {
  const early: unknown[] = [];
  const keep = (message: unknown) => void early.push(message);
  let hear: (message: unknown) => void = keep;
  let over = false;
  port.onMessage.addListener((message) => hear(message));
  port.onDisconnect.addListener(() => (over = true));
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: {
      addListener(listener) {
        hear = listener;
        for (const message of early.splice(0)) listener(message);
      },
    },
    onDisconnect: {
      addListener(listener) {
        if (over) listener();
        else port.onDisconnect.addListener(listener);
      },
    },
  };
}
