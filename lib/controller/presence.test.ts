import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ConversationId, Name, ParticipantId } from '../protocol/index.ts';
import {
  afterWake,
  expire,
  leftBetween,
  LINGER_MS,
  nextLeave,
  otherName,
  type Presence,
  type Shown,
  staysOf,
  tabClosed,
  tabShows,
} from './presence.ts';

const conversation = (letter: string) => v.parse(ConversationId, `c1.${letter.repeat(43)}`);
const TEA = conversation('t');
const CAKE = conversation('k');
const NOW = 1_000_000;

function shown(where: ConversationId, me: string): Shown {
  return {
    conversation: where,
    myId: v.parse(ParticipantId, 'm'.repeat(22)),
    title: v.parse(Name, 'tea'),
    site: 'localhost',
    proposal: null,
    me: v.parse(Name, me),
  };
}

function after(...reports: [tab: number, shown: Shown | null][]): Presence {
  return reports.reduce<Presence>((places, [tab, place]) => tabShows(places, tab, place, NOW), []);
}

const SERVER = { url: 'https://calls.example.org', accessKey: '' };
const chosen = (agreed: boolean) => ({ server: SERVER, agreed, chosen: true, question: null });
const NO_CALL: ReadonlySet<ConversationId> = new Set();

/** Where one is present, and as whom. */
function wantedPlaces(places: Presence): Map<ConversationId, Name> {
  return new Map([...staysOf(places, () => chosen(true))].map(([where, { name }]) => [where, name]));
}

describe('presence', () => {
  test('starts with the first tab that shows a conversation, and needs no second', () => {
    const places = after([1, shown(TEA, 'Ada')], [2, shown(TEA, 'Ada')]);
    expect([...wantedPlaces(places)]).toEqual([[TEA, 'Ada']]);
  });

  test('stays while any tab shows it, and a minute after the last one', () => {
    const open = after([1, shown(TEA, 'Ada')], [2, shown(TEA, 'Ada')], [1, null]);
    expect(nextLeave(open, NO_CALL)).toBeUndefined();
    const closed = tabShows(open, 2, null, NOW);
    expect(nextLeave(closed, NO_CALL)).toBe(NOW + LINGER_MS);
    expect(expire(closed, NO_CALL, NOW + LINGER_MS - 1)).toBe(closed);
    expect(expire(closed, NO_CALL, NOW + LINGER_MS)).toEqual([]);
  });

  test('stays while a call is on there, and ends with it', () => {
    const left = after([1, shown(TEA, 'Ada')], [1, null]);
    const inUse = new Set([TEA]);
    expect(nextLeave(left, inUse)).toBeUndefined();
    expect(expire(left, inUse, NOW + LINGER_MS)).toBe(left);
    expect(nextLeave(left, NO_CALL)).toBe(NOW + LINGER_MS);
  });

  test('is at the server where the people of its site meet, and nowhere before that is agreed to', () => {
    const places = after([1, shown(TEA, 'Ada')], [2, { ...shown(CAKE, 'Ada'), site: 'chat.example.org' }]);
    const stays = staysOf(places, ({ site }) => chosen(site === 'localhost'));
    expect([...stays]).toEqual([[TEA, { name: 'Ada', server: SERVER }]]);
  });

  test('a tab that comes back in time keeps it', () => {
    const back = tabShows(after([1, shown(TEA, 'Ada')], [1, null]), 3, shown(TEA, 'Ada'), NOW + 1);
    expect(nextLeave(back, NO_CALL)).toBeUndefined();
  });

  test('follows a tab to another conversation', () => {
    const moved = after([1, shown(TEA, 'Ada')], [1, shown(CAKE, 'Ada')]);
    expect([...wantedPlaces(moved).keys()]).toEqual([TEA, CAKE]);
    expect([...wantedPlaces(expire(moved, NO_CALL, NOW + LINGER_MS)).keys()]).toEqual([CAKE]);
  });

  test('a profile is one person: the first tab names it, the other is told', () => {
    const both = after([1, shown(TEA, 'Ada')], [2, shown(TEA, 'Bob')]);
    expect([...wantedPlaces(both)]).toEqual([[TEA, 'Ada']]);
    expect([otherName(both, 1), otherName(both, 2)]).toEqual([null, 'Ada']);
    const left = tabShows(both, 1, null, NOW);
    expect([...wantedPlaces(left)]).toEqual([[TEA, 'Bob']]);
    expect(otherName(left, 2)).toBeNull();
  });

  test('a change of name in its tab is a change of name', () => {
    expect([...wantedPlaces(after([1, shown(TEA, 'Ada')], [1, shown(TEA, 'Ada L.')]))]).toEqual([
      [TEA, 'Ada L.'],
    ]);
  });

  test('lingers after a wake until its tab has reported again', () => {
    const woken = afterWake(after([1, shown(TEA, 'Ada')]), NOW);
    expect(nextLeave(woken, NO_CALL)).toBe(NOW + LINGER_MS);
    expect(nextLeave(tabShows(woken, 1, shown(TEA, 'Ada'), NOW), NO_CALL)).toBeUndefined();
  });

  describe('is left', () => {
    const open = after([1, shown(TEA, 'Ada')]);

    test('when its tab shows another conversation, or is closed', () => {
      expect(leftBetween(open, tabShows(open, 1, shown(CAKE, 'Ada'), NOW))).toEqual([TEA]);
      expect(leftBetween(open, tabClosed(open, 1, NOW))).toEqual([TEA]);
    });

    test('not when the tab is loaded again, but when it then shows another one, or is closed', () => {
      const loading = tabShows(open, 1, null, NOW);
      expect(leftBetween(open, loading)).toEqual([]);
      const there = tabShows(loading, 1, shown(TEA, 'Ada'), NOW);
      expect(leftBetween(loading, there)).toEqual([]);
      expect(leftBetween(there, tabClosed(there, 1, NOW))).toEqual([TEA]);
      expect(leftBetween(loading, tabClosed(loading, 1, NOW))).toEqual([TEA]);
      expect(leftBetween(loading, tabShows(loading, 1, shown(CAKE, 'Ada'), NOW))).toEqual([TEA]);
    });

    test('by its last tab alone, and once', () => {
      const both = tabShows(open, 2, shown(TEA, 'Ada'), NOW);
      const one = tabShows(both, 1, shown(CAKE, 'Ada'), NOW);
      expect(leftBetween(both, one)).toEqual([]);
      const none = tabShows(one, 2, shown(CAKE, 'Ada'), NOW);
      expect(leftBetween(one, none)).toEqual([TEA]);
      expect(leftBetween(none, tabClosed(none, 2, NOW))).toEqual([]);
    });

    test('by no tab of which this life of the worker has not heard', () => {
      const woken = afterWake(open, NOW);
      expect(leftBetween(woken, tabShows(woken, 1, shown(CAKE, 'Ada'), NOW))).toEqual([]);
      expect(leftBetween(woken, tabClosed(woken, 1, NOW))).toEqual([]);
    });
  });
});
