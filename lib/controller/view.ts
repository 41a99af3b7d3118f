import { shownRings } from '../call/outputs.ts';
import { type Call, type CallState, otherOf, type Rejoinable } from '../call/state.ts';
import type {
  CallSummary,
  Notice,
  Phase,
  Place,
  PlaceTrouble,
  Rejoin,
  RingSummary,
  ServerSummary,
  View,
} from '../messaging/view.ts';
import type { ConversationId, Name } from '../protocol/index.ts';
import type { CallServer } from '../signaling/port.ts';
import { type Link, type Links, NO_LINK } from './link.ts';
import type { ChosenServer, ServerLookUp } from './server-look-up.ts';
import type { KeptPlace, Presence } from './presence.ts';

/** Everything that a surface may show is made of this. */
export interface Facts {
  readonly calls: CallState;
  readonly places: Presence;
  readonly links: Links;
  readonly serverOf: ServerLookUp;
  readonly triedServers: readonly CallServer[];
  readonly offline: boolean;
}

/** The whole view, for popup and call window. */
export function viewOf({ calls, places, links, serverOf, triedServers, offline }: Facts): View {
  const used = places.map(serverOf).filter(({ agreed }) => agreed);
  const isChosen = (conversation: ConversationId) => {
    const place = places.find((each) => each.conversation === conversation);
    return !place || serverOf(place).chosen;
  };
  const urls = new Set([...used.map(({ server }) => server), ...triedServers].map(({ url }) => url));
  return {
    offline,
    places: places.map((place) => {
      const view = placeView(place, serverOf(place), links);
      return offline ? { ...view, present: false, others: [], trouble: 'offline' } : view;
    }),
    call: calls.call && callView(calls.call),
    rings: shownRings(calls).flatMap((ring) => {
      const place = places.find((each) => each.conversation === ring.conversation);
      if (!place) return [];
      const { callId, conversation, from } = ring;
      return [
        { callId, conversation, name: from.name, title: place.title, site: place.site } satisfies RingSummary,
      ];
    }),
    notice: calls.notice && noticeView(calls.notice, isChosen(calls.notice.conversation)),
    rejoin: calls.rejoinable && rejoinView(calls.rejoinable),
    servers: [...urls].map((url) => serverView(url, links.get(url) ?? NO_LINK)),
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
    offline: view.offline,
    places: shown,
    call: call && (here(call) ? call : { ...call, conversation: null, name: null }),
    rings: view.rings.filter(here),
    notice: notice && here(notice) ? notice : null,
    rejoin: rejoin && here(rejoin) ? rejoin : null,
    servers: view.servers.filter(({ host }) => host === place?.server),
  };
}

function placeView(place: KeptPlace, chosen: ChosenServer, links: Links): Place {
  const link = (chosen.agreed ? links.get(chosen.server.url) : undefined) ?? NO_LINK;
  const roster = link.rosters.get(place.conversation);
  return {
    conversation: place.conversation,
    title: place.title,
    site: place.site,
    server: chosen.agreed ? hostOf(chosen.server.url) : null,
    question: chosen.question,
    installUrl: link.installUrl,
    me: place.me,
    myId: place.myId,
    present: roster !== undefined,
    trouble: troubleOf(place, link, chosen),
    knownAs: null,
    others: roster?.filter((each) => each.id !== place.myId) ?? [],
  };
}

function serverView(url: CallServer['url'], { state, trouble, relay }: Link): ServerSummary {
  return { url, host: hostOf(url), state, trouble, relay };
}

function hostOf(url: CallServer['url']): string {
  return new URL(url).host;
}

function troubleOf(place: KeptPlace, link: Link, { chosen }: ChosenServer): PlaceTrouble | null {
  if (link.trouble === 'server-down' && !chosen) return 'no-server';
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

function noticeView(
  { code, name, conversation, to }: NonNullable<CallState['notice']>,
  isServerChosen: boolean,
): Notice {
  return {
    code: code === 'server-down' && !isServerChosen ? 'no-server' : code,
    ...{ name, conversation, to },
  };
}
