import type { ConversationId, ErrorCode, RosterEntry } from '../protocol/index.ts';
import type { SignalingEvent, Trouble } from '../signaling/port.ts';

/** What the call server last said: nothing here outlives a connection. */
export interface Link {
  readonly state: 'idle' | 'connecting' | 'connected' | 'down';
  readonly trouble: Trouble | null;
  /** Conversations entered, with everybody there. */
  readonly rosters: ReadonlyMap<ConversationId, readonly RosterEntry[]>;
  readonly refused: ReadonlyMap<ConversationId, ErrorCode>;
}

export const NO_LINK: Link = { state: 'idle', trouble: null, rosters: new Map(), refused: new Map() };

export function linkAfter(link: Link, event: SignalingEvent): Link {
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
      return link;
    case 'server': {
      if (event.event.name !== 'roster:changed') return link;
      const { conversation, roster } = event.event.data;
      return { ...link, rosters: new Map(link.rosters).set(conversation, roster) };
    }
  }
}
