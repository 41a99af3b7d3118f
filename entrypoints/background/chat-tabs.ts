import type { Watcher } from '@/lib/controller/attention.ts';
import type { Controller } from '@/lib/controller/controller.ts';
import { otherName, type Shown } from '@/lib/controller/presence.ts';
import { viewForTab } from '@/lib/controller/view.ts';
import type { SiteReport } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import type { ChatPort } from '@/lib/platform/surface-ports.ts';
import { type ConversationId, participantIdOf, type PublicKey } from '@/lib/protocol/index.ts';
import { proposalOf } from '@/lib/settings/servers.ts';
import { conversationIdOf } from '@/lib/sites/conversation-id.ts';

interface ChatTab extends Watcher {
  conversation: ConversationId | null;
  attentive: boolean;
  /** Reports are hashed one after the other, so that the last one said is the last one known. */
  reported: Promise<void>;
}

/** The chat tabs whose content script is connected. */
export class ChatTabs {
  readonly #tabs = new Map<ChatPort, ChatTab>();
  readonly #controller: Controller;
  readonly #publicKey: Promise<PublicKey>;
  readonly #changed: () => void;

  constructor(controller: Controller, publicKey: Promise<PublicKey>, changed: () => void) {
    this.#controller = controller;
    this.#publicKey = publicKey;
    this.#changed = changed;
  }

  opened(chat: ChatPort): void {
    for (const [older] of this.#tabs) {
      if (older.tab !== chat.tab) continue;
      older.post({ type: 'leave' });
      this.#tabs.delete(older);
    }
    this.#tabs.set(chat, { conversation: null, attentive: false, reported: Promise.resolve() });
    this.#changed();
  }

  closed(chat: ChatPort): void {
    if (!this.#tabs.delete(chat)) return;
    this.#controller.tabShows(chat.tab, null);
    this.#changed();
  }

  /** Takes Earshot off pages. */
  async leaveWhere(isToGo: (url: URL) => Promise<boolean>): Promise<void> {
    for (const chat of [...this.#tabs.keys()]) {
      if (!(await isToGo(chat.url))) continue;
      chat.post({ type: 'leave' });
      this.closed(chat);
    }
  }

  attention(chat: ChatPort, attentive: boolean): void {
    const tab = this.#tabs.get(chat);
    if (!tab) return;
    tab.attentive = attentive;
    this.#changed();
  }

  shows(chat: ChatPort, place: SiteReport['place']): void {
    const tab = this.#tabs.get(chat);
    if (!tab) return;
    // until the new one has its id, no view and no click is about the old one
    tab.conversation = null;
    tab.reported = tab.reported.then(async () => {
      const shown = place && (await this.#identify(chat, place));
      if (this.#tabs.get(chat) !== tab) return;
      tab.conversation = shown?.conversation ?? null;
      this.#controller.tabShows(chat.tab, shown);
      this.#changed();
    });
  }

  async #identify(chat: ChatPort, place: NonNullable<SiteReport['place']>): Promise<Shown> {
    const conversation = await conversationIdOf(place.adapter, place.key, chat.url);
    const myId = await participantIdOf(await this.#publicKey, conversation);
    const { title, me } = place;
    return { conversation, myId, title, site: chat.url.host, me, proposal: proposalOf(place.proposal) };
  }

  /** Whether the tab shows that conversation now: a call is only started where its button is. */
  isShowing(chat: ChatPort, conversation: ConversationId): boolean {
    return this.#tabs.get(chat)?.conversation === conversation;
  }

  watchers(): Iterable<Watcher> {
    return this.#tabs.values();
  }

  show(view: View): void {
    for (const [chat, { conversation }] of this.#tabs) {
      const knownAs = otherName(this.#controller.places(), chat.tab);
      chat.post({ type: 'view', view: viewForTab(view, conversation, knownAs), conversation });
    }
  }
}
