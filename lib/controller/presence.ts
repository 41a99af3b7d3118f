import * as v from 'valibot';
import { ConversationId, Name, ParticipantId } from '../protocol/index.ts';
import type { Stay } from '../signaling/port.ts';
import type { ServerLookUp } from './server-look-up.ts';

/** A conversation as a tab shows it; ids are derived before it gets here. */
export const Shown = v.object({
  conversation: ConversationId,
  myId: ParticipantId,
  /** The room's or person's name on the page. */
  title: Name,
  /** The page's host, e.g. `localhost:4080`. */
  site: v.string(),
  me: Name,
  /** The call server that the page proposes, as it would be dialled. */
  proposal: v.nullable(v.string()),
});
export type Shown = v.InferOutput<typeof Shown>;

/** Present while a tab shows it, and this long after: a reload, a look elsewhere. */
export const LINGER_MS = 60_000;

const KeptPlace = v.object({
  ...Shown.entries,
  /** The tabs that show it, the first come first. */
  tabs: v.array(v.object({ tab: v.number(), me: Name })),
  /** Without tabs: when presence ends, Unix time in ms. */
  leaveAt: v.nullable(v.number()),
  /** Without tabs: the one that showed it last, as long as nothing tells that it was left there. It may be loaded again. */
  lastTab: v.nullable(v.number()),
});
export type KeptPlace = v.InferOutput<typeof KeptPlace>;

/** Where this installation is present, by the tabs' reports. A profile is one person: the first tab's name counts. */
export const Presence = v.array(KeptPlace);
export type Presence = v.InferOutput<typeof Presence>;

/** A tab shows a conversation, or none that is known of: it loads, is elsewhere, or gone. */
export function tabShows(places: Presence, tab: number, shown: Shown | null, nowMs: number): Presence {
  const stays = (place: KeptPlace) => place.conversation === shown?.conversation;
  const after = places.map((place) =>
    stays(place) ? place : withoutTab(place, tab, nowMs, shown === null ? tab : null),
  );
  if (!shown) return after;
  const place = after.find(stays);
  if (!place) return [...after, { ...shown, tabs: [{ tab, me: shown.me }], leaveAt: null, lastTab: null }];
  const known = place.tabs.some((each) => each.tab === tab);
  const tabs = known
    ? place.tabs.map((each) => (each.tab === tab ? { tab, me: shown.me } : each))
    : [...place.tabs, { tab, me: shown.me }];
  return after.map((each) =>
    each === place ? named({ ...place, ...shown, tabs, leaveAt: null, lastTab: null }) : each,
  );
}

/** The person has closed the tab. */
export function tabClosed(places: Presence, tab: number, nowMs: number): Presence {
  return places.map((place) => withoutTab(place, tab, nowMs, null));
}

function withoutTab(place: KeptPlace, tab: number, nowMs: number, lastTab: number | null): KeptPlace {
  const tabs = place.tabs.filter((each) => each.tab !== tab);
  if (tabs.length === place.tabs.length)
    return lastTab === null && place.lastTab === tab ? { ...place, lastTab } : place;
  return named(
    tabs.length > 0 ? { ...place, tabs } : { ...place, tabs, leaveAt: nowMs + LINGER_MS, lastTab },
  );
}

/** The conversations that the person has left by this change: their last tab is closed, or shows another one. */
export function leftBetween(before: Presence, after: Presence): ConversationId[] {
  const isLeft = (place: KeptPlace) => place.tabs.length === 0 && place.lastTab === null;
  const wereLeft = new Set(before.filter(isLeft).map(({ conversation }) => conversation));
  return after
    .filter((place) => isLeft(place) && !wereLeft.has(place.conversation))
    .map(({ conversation }) => conversation);
}

function named(place: KeptPlace): KeptPlace {
  return { ...place, me: place.tabs[0]?.me ?? place.me };
}

/** The name that a tab's conversation goes by in this profile, where the tab itself shows another. */
export function otherName(places: Presence, tab: number): Name | null {
  for (const place of places) {
    const mine = place.tabs.find((each) => each.tab === tab);
    if (mine && mine.me !== place.me) return place.me;
  }
  return null;
}

/** Ends what has lingered long enough; not where a call is on or rings. */
export function expire(places: Presence, inUse: ReadonlySet<ConversationId>, nowMs: number): Presence {
  const kept = places.filter(
    (place) => place.leaveAt === null || place.leaveAt > nowMs || inUse.has(place.conversation),
  );
  return kept.length === places.length ? places : kept;
}

/** When the next place is left; undefined: none lingers. Unix time in ms. */
export function nextLeave(places: Presence, inUse: ReadonlySet<ConversationId>): number | undefined {
  const times = places
    .filter((place) => !inUse.has(place.conversation))
    .map((place) => place.leaveAt)
    .filter((time) => time !== null);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** After a wake no tab has reported yet: each place lingers until one does. */
export function afterWake(places: Presence, nowMs: number): Presence {
  return places.map((place) => ({
    ...place,
    tabs: [],
    leaveAt: place.leaveAt ?? nowMs + LINGER_MS,
    lastTab: null,
  }));
}

/** What the servers are to know: nothing where the person has not agreed to it. */
export function staysOf(places: Presence, serverOf: ServerLookUp): Map<ConversationId, Stay> {
  return new Map(
    places.flatMap((place) => {
      const { server, agreed } = serverOf(place);
      return agreed ? [[place.conversation, { name: place.me, server }] as const] : [];
    }),
  );
}
