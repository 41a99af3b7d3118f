import { shownRings } from '../call/outputs.ts';
import { type Call, type CallState, otherOf, type Rejoinable } from '../call/state.ts';
import type {
  CallSummary,
  Notice,
  Phase,
  Place,
  PlaceTrouble,
  Rejoin,
  Relay,
  RingSummary,
  View,
} from '../messaging/view.ts';
import type { ConversationId, Name } from '../protocol/index.ts';
import type { Link } from './link.ts';
import type { KeptPlace, Presence } from './presence.ts';

/** Everything that a surface may show is made of this. */
export interface Facts {
  readonly calls: CallState;
  readonly places: Presence;
  readonly link: Link;
  /** `localhost:4080` */
  readonly serverHost: string;
  /** Null while the server has not said. */
  readonly relay: Relay | null;
}

/** The whole view, for popup and call window. */
export function viewOf({ calls, places, link, serverHost, relay }: Facts): View {
  return {
    places: places.map((place) => placeView(place, link)),
    call: calls.call && callView(calls.call),
    rings: shownRings(calls).flatMap((ring) => {
      const place = places.find((each) => each.conversation === ring.conversation);
      if (!place) return [];
      const { callId, conversation, from } = ring;
      return [
        { callId, conversation, name: from.name, title: place.title, site: place.site } satisfies RingSummary,
      ];
    }),
    notice: calls.notice && noticeView(calls.notice),
    rejoin: calls.rejoinable && rejoinView(calls.rejoinable),
    server: { host: serverHost, state: link.state, relay },
  };
}

/**
 * The view for a chat tab: its own conversation's, and of a call elsewhere only how that stands, and nobody (promise 7:
 * the page is not trusted).
 * `knownAs`: the name of this profile there, where the tab shows another.
 */
export function viewForTab(view: View, conversation: ConversationId | null, knownAs: Name | null): View {
  const here = (each: { readonly conversation: ConversationId | null }) => each.conversation === conversation;
  const { call, notice, rejoin } = view;
  const place = view.places.find(here);
  const shown: Place[] = place ? [knownAs ? { ...place, trouble: 'other-name', knownAs } : place] : [];
  return {
    places: shown,
    call: call && (here(call) ? call : { ...call, conversation: null, name: null }),
    rings: view.rings.filter(here),
    notice: notice && here(notice) ? notice : null,
    rejoin: rejoin && here(rejoin) ? rejoin : null,
    server: view.server,
  };
}

function placeView(place: KeptPlace, link: Link): Place {
  const roster = link.rosters.get(place.conversation);
  return {
    conversation: place.conversation,
    title: place.title,
    site: place.site,
    me: place.me,
    myId: place.myId,
    present: roster !== undefined,
    trouble: troubleOf(place, link),
    knownAs: null,
    others: roster?.filter((each) => each.id !== place.myId) ?? [],
  };
}

function troubleOf(place: KeptPlace, link: Link): PlaceTrouble | null {
  if (link.trouble) return link.trouble;
  const refusal = link.refused.get(place.conversation);
  if (refusal === undefined) return null;
  return refusal === 'conversation-full' ? 'conversation-full' : 'server-down';
}

const PHASES: Record<Call['phase'], Phase> = {
  checking: 'calling',
  opening: 'calling',
  inviting: 'calling',
  ringing: 'ringing',
  answering: 'answering',
  joining: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  rejoining: 'reconnecting',
};

function callView(call: Call): CallSummary {
  return {
    callId: call.callId,
    phase: call.phase === 'connected' && !call.flowing ? 'reconnecting' : PHASES[call.phase],
    outgoing: call.outgoing,
    conversation: call.conversation,
    name: otherOf(call)?.name ?? null,
    muted: call.muted,
    peerMuted: 'peerMuted' in call && call.peerMuted,
    microphoneWaits: 'microphoneWaits' in call ? call.microphoneWaits : null,
    connectedAtMs: 'connectedAt' in call ? call.connectedAt : null,
    trouble: 'trouble' in call ? call.trouble : null,
  };
}

function rejoinView({ callId, conversation, peer, title, site }: Rejoinable): Rejoin {
  return { callId, conversation, name: peer.name, title, site };
}

function noticeView({ code, name, conversation, to }: NonNullable<CallState['notice']>): Notice {
  return { code, name, conversation, to };
}
