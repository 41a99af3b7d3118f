import { describe, expect, test } from 'vitest';
import { LIMITS, type AnyServerEvent } from '../../lib/protocol/index.ts';
import { call, conversation, description, header, incarnationOf, who } from '../testing/registry-world.ts';
import { Mailbox } from './mailbox.ts';

const ended = (name: string): AnyServerEvent => ({
  name: 'call:ended',
  data: { callId: call(name), reason: 'gone' },
});

test('keeps what is not acknowledged, in order', () => {
  const mailbox = new Mailbox();
  const ids = ['a', 'b', 'c'].map((name) => mailbox.put(ended(name), 0));
  mailbox.acknowledged(ids[1] ?? -1);
  expect(mailbox.waiting(0).map((letter) => letter.event)).toEqual([ended('a'), ended('c')]);
});

test('knows whose end is still to be told', () => {
  const mailbox = new Mailbox();
  const told = mailbox.put(ended('a'), 0);
  mailbox.put(ended('b'), 0);
  mailbox.acknowledged(told ?? -1);
  expect(mailbox.endedCalls()).toEqual([call('b')]);
});

test('a ring that waited says how long it still rings', () => {
  const mailbox = new Mailbox();
  const ring = {
    callId: call('a'),
    conversation: conversation('tea'),
    kind: 'room',
    from: who('ada'),
  } as const;
  mailbox.put({ name: 'call:ring', data: { ...ring, ringForMs: 45_000 } }, 1_000);
  mailbox.put(
    { name: 'call:claimed', data: { callId: call('b'), by: who('bob'), claimForMs: 5_000 } },
    1_000,
  );
  expect(mailbox.waiting(11_000).map((letter) => letter.event.data)).toEqual([
    { ...ring, ringForMs: 35_000 },
    { callId: call('b'), by: who('bob'), claimForMs: 0 },
  ]);
});

test('takes no more than the limit', () => {
  const mailbox = new Mailbox();
  for (let count = 0; count < LIMITS.mailbox; count++) expect(mailbox.put(ended('a'), 0)).toBeDefined();
  expect(mailbox.put(ended('a'), 0)).toBeUndefined();
});

describe('of two who look for a way to each other while one is away', () => {
  const round = (negotiation: number, more = {}): AnyServerEvent[] => [
    {
      name: 'peer:offer',
      data: { description: description('offer', 'ada', 'bob', 'call', { negotiation, ...more }) },
    },
    {
      name: 'peer:candidates',
      data: { batch: { ...header('ada', 'bob', 'call'), negotiation, candidates: [] } },
    },
  ];
  const kept = (...events: AnyServerEvent[]) => {
    const mailbox = new Mailbox();
    for (const event of events) mailbox.put(event, 0);
    return mailbox.waiting(0).map((letter) => letter.event);
  };

  test('only the last round waits, however long it takes', () => {
    const mailbox = new Mailbox();
    for (let count = 1; count <= LIMITS.mailbox; count++)
      for (const event of round(count)) expect(mailbox.put(event, 0)).toBeDefined();
    expect(mailbox.waiting(0).map((letter) => letter.event)).toEqual(round(LIMITS.mailbox));
  });

  test('a new connection waits for its next round, which builds on it; another one takes its place', () => {
    const [anew] = round(1, { newPeer: true });
    const later = round(2);
    const another = round(2, { newPeer: true });
    if (!anew) throw new Error('a round begins with its offer');
    expect(kept(anew, ...later)).toEqual([anew, ...later]);
    expect(kept(anew, ...another)).toEqual(another);
  });

  test('what comes out of order, or twice, takes nothing of its own round away', () => {
    const [offer, candidates] = round(2);
    if (!offer || !candidates) throw new Error('a round is an offer and its candidates');
    expect(kept(candidates, offer, ...round(1))).toEqual([candidates, offer, ...round(1)]);
  });

  test('the offer with which somebody joined stays', () => {
    const joined: AnyServerEvent = {
      name: 'call:joined',
      data: {
        callId: call('call'),
        member: { ...who('ada'), incarnation: incarnationOf('ada'), joinSeq: 1 },
        offer: description('offer', 'ada', 'bob', 'call'),
      },
    };
    expect(kept(joined, ...round(1))).toEqual([joined, ...round(1)]);
  });

  test.each<[string, Parameters<typeof description>[4]]>([
    ['another member', { from: who('cem').id }],
    ['another call', { callId: call('other') }],
    ['another media host', { incarnations: { from: incarnationOf('x'), to: incarnationOf('bob') } }],
  ])('a round of %s leaves it alone', (_case, changes) => {
    const events = [...round(1), ...round(2, changes).slice(0, 1)];
    expect(kept(...events)).toEqual(events);
  });

  test('the wish for a round is told once, and so is who is in the call', () => {
    const wish: AnyServerEvent = {
      name: 'peer:restart-wanted',
      data: { header: header('ada', 'bob', 'call') },
    };
    const members: AnyServerEvent = { name: 'call:members', data: { callId: call('call'), members: [] } };
    expect(kept(wish, members, wish, members)).toEqual([wish, members]);
    const forNew = { ...wish, data: { ...wish.data, newPeer: true } };
    expect(kept(wish, forNew, wish)).toEqual([forNew, wish]);
  });
});
