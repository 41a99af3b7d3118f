import type { ConversationId, ErrorCode, RosterEntry } from '../protocol/index.ts';
import type { CallServer, SignalingEvent, Trouble } from '../signaling/port.ts';
import type { Relay } from '../messaging/view.ts';
import { relayOf } from './relay.ts';

/** What a call server last said: nothing here outlives a connection. */
export interface Link {
  readonly state: 'idle' | 'connecting' | 'connected' | 'down';
  readonly trouble: Trouble | null;
  /** The best that it offers to connect people across networks; null while that is not known. */
  readonly relay: Relay | null;
  /** Where people get Earshot, as the server says. */
  readonly installUrl: string | null;
  /** Conversations entered, with everybody there. */
  readonly rosters: ReadonlyMap<ConversationId, readonly RosterEntry[]>;
  readonly refused: ReadonlyMap<ConversationId, ErrorCode>;
}

export const NO_LINK: Link = {
  state: 'idle',
  trouble: null,
  relay: null,
  installUrl: null,
  rosters: new Map(),
  refused: new Map(),
};

/** By the servers' addresses. */
export type Links = ReadonlyMap<CallServer['url'], Link>;

export function linksAfter(links: Links, event: SignalingEvent, server: CallServer['url']): Links {
  return new Map(links).set(server, linkAfter(links.get(server) ?? NO_LINK, event));
}

function linkAfter(link: Link, event: SignalingEvent): Link {
  switch (event.type) {
    case 'link': {
      const { state, trouble } = event;
      return state === 'connected' ? { ...link, state, trouble } : { ...NO_LINK, state, trouble };
    }
    case 'entered': {
      const rosters = new Map(link.rosters).set(event.conversation, event.roster);
      const refused = new Map(link.refused);
      refused.delete(event.conversation);
      return { ...link, rosters, refused };
    }
    case 'entry-refused':
      return { ...link, refused: new Map(link.refused).set(event.conversation, event.code) };
    case 'welcomed':
      return { ...link, relay: relayOf(event.iceServers), installUrl: event.installUrl ?? null };
    case 'server': {
      if (event.event.name !== 'roster:changed') return link;
      const { conversation, roster } = event.event.data;
      return { ...link, rosters: new Map(link.rosters).set(conversation, roster) };
    }
  }
}
