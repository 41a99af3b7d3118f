import { expect, test } from 'vitest';
import { World, call, description, idOf, incarnationOf, who } from '../testing/registry-world.ts';

function claimed() {
  const world = new World('ada', 'bob', 'cem');
  world.invite('ada', 'call');
  world.claim('bob', 'call');
  for (const person of ['ada', 'bob', 'cem']) world.told(person);
  return world;
}

test('the claimer joins, and the member gets its offer', () => {
  const world = claimed();
  expect(world.accept('bob', 'call', 'ada')).toEqual({
    ok: true,
    members: [{ ...who('ada'), incarnation: incarnationOf('ada'), joinSeq: 0 }],
    missing: [],
  });
  expect(world.told('ada')).toEqual([
    {
      name: 'call:joined',
      data: {
        callId: call('call'),
        member: { ...who('bob'), incarnation: incarnationOf('bob'), joinSeq: 1 },
        offer: description('offer', 'bob', 'ada', 'call'),
      },
    },
  ]);
});

test('nobody but the claimer can', () => {
  const world = claimed();
  expect(world.accept('cem', 'call', 'ada')).toEqual({ ok: false, code: 'not-claimed' });
  expect(world.accept('ada', 'call', 'bob')).toEqual({ ok: false, code: 'not-claimed' });
  expect(world.accept('bob', 'other', 'ada')).toEqual({ ok: false, code: 'call-unknown' });
});

test('again, by another life of the same background, is answered and tells nobody twice', () => {
  const world = claimed();
  const first = world.accept('bob', 'call', 'ada');
  world.told('ada');
  expect(world.accept('bob', 'call', 'ada')).toEqual(first);
  expect(world.told('ada')).toEqual([]);
});

test.each([
  ['in the name of somebody else', { from: idOf('cem') }, 'sender-forged'],
  ['to somebody who is not a member', { to: idOf('cem') }, 'not-a-member'],
  [
    'to an earlier life of the member',
    { incarnations: { from: incarnationOf('bob'), to: incarnationOf('x') } },
    'stale',
  ],
  [
    'from another life than its own',
    { incarnations: { from: incarnationOf('x'), to: incarnationOf('ada') } },
    'stale',
  ],
  ['for another call', { callId: call('other') }, 'malformed'],
  ['that is an answer', { type: 'answer' as const }, 'malformed'],
])('an offer %s is refused: %s', (_case, changes, code) => {
  const world = claimed();
  expect(world.accept('bob', 'call', 'ada', changes)).toEqual({ ok: false, code });
  expect(world.told('ada')).toEqual([]);
  expect(world.accept('bob', 'call', 'ada').ok).toBe(true);
});

test('two offers to one member are refused', () => {
  const world = claimed();
  const offer = description('offer', 'bob', 'ada', 'call');
  const ack = world.do('bob', 'call:accept', {
    callId: call('call'),
    incarnation: incarnationOf('bob'),
    offers: [offer, offer],
  });
  expect(ack).toEqual({ ok: false, code: 'malformed' });
});
