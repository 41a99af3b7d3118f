import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type CallState, IDLE } from '../call/state.ts';
import { View } from '../messaging/view.ts';
import {
  CallId,
  ConversationId,
  Incarnation,
  Name,
  ParticipantId,
  type RosterEntry,
} from '../protocol/index.ts';
import { unseen } from './attention.ts';
import { NO_LINK } from './link.ts';
import { tabShows } from './presence.ts';
import { viewForTab, viewOf } from './view.ts';

const conversation = (letter: string) => v.parse(ConversationId, `c1.${letter.repeat(43)}`);
const participant = (letter: string, name: string): RosterEntry => ({
  id: v.parse(ParticipantId, letter.repeat(22)),
  name: v.parse(Name, name),
  busy: false,
});
const TEA = conversation('t');
const CAKE = conversation('k');
const callId = v.parse(CallId, 'c'.repeat(22));
const [ada, bob] = [participant('a', 'Ada'), participant('b', 'Bob')];
const place = (where: ConversationId, title: string) => ({
  conversation: where,
  myId: ada.id,
  title: v.parse(Name, title),
  site: 'localhost:4080',
  proposal: null,
  me: ada.name,
});
const places = tabShows(tabShows([], 1, place(TEA, 'tea'), 0), 2, place(CAKE, 'cake'), 0);
const incarnation = v.parse(Incarnation, 'i'.repeat(22));
const CALL: CallState = {
  ...IDLE,
  call: {
    phase: 'connected',
    callId,
    conversation: TEA,
    me: ada.id,
    muted: false,
    outgoing: true,
    kind: 'room',
    joinSeq: 0,
    incarnation,
    peer: { id: bob.id, name: bob.name, incarnation, joinSeq: 1 },
    peerMuted: false,
    connectedAt: 5,
    flowing: true,
    trouble: null,
    deadlineAt: null,
  },
  notice: { callId, code: 'in-a-call', name: bob.name, conversation: TEA, to: bob.id, deadlineAt: 9 },
};
const RINGING: CallState = {
  ...IDLE,
  rings: [
    {
      callId,
      conversation: TEA,
      kind: 'room',
      me: ada.id,
      from: { id: bob.id, name: bob.name },
      deadlineAt: 9,
      leaseAt: 8,
      quiet: false,
    },
  ],
};
const server = { url: 'http://localhost:4080', accessKey: '' };
const chosen = { server, agreed: true, chosen: true, question: null };
const link = { ...NO_LINK, state: 'connected' as const, rosters: new Map([[TEA, [ada, bob]]]) };
const view = (calls: CallState) =>
  viewOf({
    calls,
    places,
    links: new Map([[server.url, link]]),
    serverOf: () => chosen,
    triedServers: [],
    offline: false,
  });

describe('the view', () => {
  test('is what its schema says', () => {
    expect(v.parse(View, structuredClone(view(CALL)))).toEqual(view(CALL));
  });

  test('lists the others, not me, and says where one is present', () => {
    const [tea, cake] = view(IDLE).places;
    expect(tea).toMatchObject({ present: true, others: [bob] });
    expect(cake).toMatchObject({ present: false, others: [] });
  });

  test('of a tab shows its own conversation', () => {
    expect(viewForTab(view(CALL), TEA, null)).toMatchObject({
      places: [{ conversation: TEA }],
      call: { name: 'Bob', conversation: TEA },
      notice: { name: 'Bob' },
    });
  });

  test('of a tab elsewhere says that there is a call, and names nobody', () => {
    const elsewhere = viewForTab(view(CALL), CAKE, null);
    expect(elsewhere.call).toMatchObject({ callId, name: null, conversation: null });
    expect(JSON.stringify(elsewhere)).not.toContain('Bob');
    expect(JSON.stringify(viewForTab(view(RINGING), CAKE, null))).not.toContain('Bob');
  });

  const connected = (changes: object): CallState => ({
    ...CALL,
    call: { ...CALL.call, ...changes } as CallState['call'],
  });

  test('says that it reconnects while nothing of the other is heard, and for how long the call has been on', () => {
    expect(view(connected({ flowing: false, deadlineAt: 9 })).call).toMatchObject({
      phase: 'reconnecting',
      connectedAtMs: 5,
    });
    expect(view(connected({})).call).toMatchObject({ phase: 'connected' });
  });

  test('says that it reconnects while another media host is on its way into the call', () => {
    const {
      flowing: _,
      trouble: __,
      ...joined
    } = CALL.call as Extract<CallState['call'], { phase: 'connected' }>;
    const rejoining: CallState = {
      ...CALL,
      call: {
        ...joined,
        phase: 'rejoining',
        incarnation: null,
        microphoneWaits: 'window',
        offer: null,
        heldCandidates: [],
        deadlineAt: 9,
      },
    };
    expect(view(rejoining).call).toMatchObject({
      phase: 'reconnecting',
      connectedAtMs: 5,
      trouble: null,
      microphoneWaits: 'window',
    });
  });

  test('says who cannot be heard; elsewhere the same of nobody', () => {
    const troubled = view(connected({ trouble: 'nothing-reaches' }));
    expect(troubled.call).toMatchObject({ name: 'Bob', trouble: 'nothing-reaches' });
    const elsewhere = viewForTab(troubled, CAKE, null);
    expect(elsewhere.call).toMatchObject({ name: null, conversation: null, trouble: 'nothing-reaches' });
    expect(JSON.stringify(elsewhere)).not.toContain('Bob');
  });

  test('offers a call to go back into to popup and own tab, and tells other tabs nothing of it', () => {
    const {
      callId: id,
      me,
      kind,
      joinSeq,
      peer,
      conversation: where,
    } = CALL.call as NonNullable<ReturnType<typeof connected>['call']> & { phase: 'connected' };
    const rejoinable = {
      ...{ callId: id, conversation: where, me, kind, joinSeq, peer },
      ...{ muted: true, outgoing: true, peerMuted: false, connectedAt: 5, deadlineAt: 9 },
      title: v.parse(Name, 'tea'),
      site: 'chat.example.org',
    };
    const found = view({ ...IDLE, rejoinable });
    const offer = { callId, conversation: TEA, name: 'Bob', title: 'tea', site: 'chat.example.org' };
    expect(found.rejoin).toEqual(offer);
    expect(viewForTab(found, TEA, null).rejoin).toEqual(offer);
    expect(viewForTab(found, CAKE, null).rejoin).toBeNull();
    expect(viewForTab(found, null, null).rejoin).toBeNull();
    expect(JSON.stringify(viewForTab(found, CAKE, null))).not.toMatch(/Bob|chat\.example/);
  });

  test('of a tab under another name says what this profile is known as', () => {
    const [tea] = viewForTab(view(IDLE), TEA, v.parse(Name, 'Ada')).places;
    expect(tea).toMatchObject({ trouble: 'other-name', knownAs: 'Ada' });
  });

  test('says of each place that one is offline, before any other trouble of it', () => {
    const links = new Map([
      [server.url, { ...NO_LINK, state: 'down' as const, trouble: 'server-down' as const }],
    ]);
    const away = viewOf({
      calls: IDLE,
      places,
      links,
      serverOf: () => chosen,
      triedServers: [],
      offline: true,
    });
    expect([away.offline, ...away.places.map(({ trouble }) => trouble)]).toEqual([
      true,
      'offline',
      'offline',
    ]);
  });

  test('names nobody while one is offline, though a call may keep the socket open', () => {
    const links = new Map([[server.url, link]]);
    const away = viewOf({
      calls: CALL,
      places,
      links,
      serverOf: () => chosen,
      triedServers: [],
      offline: true,
    });
    expect(away.places[0]).toMatchObject({ present: false, others: [] });
  });

  test('says that there is no call server where nobody chose one and the one it comes with does not answer', () => {
    const links = new Map([
      [server.url, { ...NO_LINK, state: 'down' as const, trouble: 'server-down' as const }],
    ]);
    const facts = { calls: IDLE, places, links, triedServers: [], offline: false };
    const trouble = (isChosen: boolean) =>
      viewOf({ ...facts, serverOf: () => ({ ...chosen, chosen: isChosen }) }).places[0]?.trouble;
    expect([trouble(false), trouble(true)]).toEqual(['no-server', 'server-down']);
  });

  test('says so too after a call that this one did not take, and of one that somebody chose that it is down', () => {
    const calls: CallState = {
      ...IDLE,
      notice: { callId, code: 'server-down', name: null, conversation: TEA, to: null, deadlineAt: 9 },
    };
    const facts = { calls, links: new Map<string, never>(), triedServers: [], offline: false };
    const code = (isChosen: boolean, at = places) =>
      viewOf({ ...facts, places: at, serverOf: () => ({ ...chosen, chosen: isChosen }) }).notice?.code;
    expect([code(false), code(true), code(false, [])]).toEqual(['no-server', 'server-down', 'server-down']);
  });

  test('says why the server cannot be used', () => {
    const down = viewOf({
      calls: IDLE,
      places,
      links: new Map([[server.url, { ...NO_LINK, state: 'down', trouble: 'client-too-old' }]]),
      serverOf: () => chosen,
      triedServers: [],
      offline: false,
    });
    expect(down.places.map((each) => each.trouble)).toEqual(['client-too-old', 'client-too-old']);
  });
});

describe('a ring', () => {
  const { rings } = view(RINGING);
  test('is notified where nobody looks at its page', () => {
    expect(unseen(rings, [], false)).toEqual(rings);
    expect(unseen(rings, [{ conversation: TEA, attentive: false }], false)).toEqual(rings);
    expect(unseen(rings, [{ conversation: CAKE, attentive: true }], false)).toEqual(rings);
  });

  test('is not notified where somebody looks at its page or the popup', () => {
    expect(unseen(rings, [{ conversation: TEA, attentive: true }], false)).toEqual([]);
    expect(unseen(rings, [], true)).toEqual([]);
  });
});
