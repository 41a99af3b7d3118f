import { describe, expect, test } from 'vitest';
import { World, call, description, header, idOf, incarnationOf } from '../testing/registry-world.ts';

const candidates = [{ candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' }];

function running() {
  const world = new World('ada', 'bob', 'cem');
  world.callBetween('ada', 'bob');
  return world;
}

test('the next round of a connection is asked for and offered between members, as it was sent', () => {
  const world = running();
  const wish = header('ada', 'bob', 'call');
  const offer = description('offer', 'bob', 'ada', 'call', { negotiation: 1, newPeer: true });
  expect(world.do('ada', 'peer:restart-wanted', { header: wish })).toEqual({ ok: true });
  expect(world.do('ada', 'peer:restart-wanted', { header: wish, newPeer: true })).toEqual({ ok: true });
  expect(world.do('bob', 'peer:offer', { description: offer })).toEqual({ ok: true });
  expect(world.told('bob')).toEqual([
    { name: 'peer:restart-wanted', data: { header: wish } },
    { name: 'peer:restart-wanted', data: { header: wish, newPeer: true } },
  ]);
  expect(world.told('ada')).toEqual([{ name: 'peer:offer', data: { description: offer } }]);
});

test('an answer and candidates reach the other member as they were sent', () => {
  const world = running();
  const answer = description('answer', 'ada', 'bob', 'call');
  const batch = { ...header('ada', 'bob', 'call'), candidates };
  expect(world.do('ada', 'peer:answer', { description: answer })).toEqual({ ok: true });
  expect(world.do('ada', 'peer:candidates', { batch })).toEqual({ ok: true });
  expect(world.told('bob')).toEqual([
    { name: 'peer:answer', data: { description: answer } },
    { name: 'peer:candidates', data: { batch } },
  ]);
  expect(world.told('ada')).toEqual([]);
});

describe.each([
  ['in the name of the other member', 'ada', { from: idOf('bob') }, 'sender-forged'],
  ['from somebody who is not a member', 'cem', {}, 'not-a-member'],
  ['to somebody who is not a member', 'ada', { to: idOf('cem') }, 'not-a-member'],
  ['to oneself', 'ada', { to: idOf('ada') }, 'not-a-member'],
  [
    'to an earlier life',
    'ada',
    { incarnations: { from: incarnationOf('ada'), to: incarnationOf('x') } },
    'stale',
  ],
  [
    'from an earlier life',
    'ada',
    { incarnations: { from: incarnationOf('x'), to: incarnationOf('bob') } },
    'stale',
  ],
  ['of a call nobody knows', 'ada', { callId: call('other') }, 'call-unknown'],
])('a message %s', (_case, sender, changes, code) => {
  test(`goes nowhere: ${code}`, () => {
    const world = running();
    const answer = { ...description('answer', 'ada', 'bob', 'call'), ...changes };
    const batch = { ...header('ada', 'bob', 'call'), candidates, ...changes };
    expect(world.do(sender, 'peer:answer', { description: answer })).toEqual({ ok: false, code });
    expect(world.do(sender, 'peer:candidates', { batch })).toEqual({ ok: false, code });
    const offer = { ...description('offer', 'ada', 'bob', 'call'), ...changes };
    const wish = { ...header('ada', 'bob', 'call'), ...changes };
    expect(world.do(sender, 'peer:offer', { description: offer })).toEqual({ ok: false, code });
    expect(world.do(sender, 'peer:restart-wanted', { header: wish })).toEqual({ ok: false, code });
    for (const person of ['ada', 'bob', 'cem']) expect(world.told(person)).toEqual([]);
  });
});

test('an offer is not an answer, nor the other way round', () => {
  const world = running();
  const answer = description('answer', 'ada', 'bob', 'call');
  expect(world.do('ada', 'peer:offer', { description: answer })).toEqual({ ok: false, code: 'malformed' });
  const offer = description('offer', 'ada', 'bob', 'call');
  expect(world.do('ada', 'peer:answer', { description: offer })).toEqual({ ok: false, code: 'malformed' });
});

test('before the claimer has accepted nothing goes between the two', () => {
  const world = new World('ada', 'bob');
  world.invite('ada', 'call', 'bob');
  world.claim('bob', 'call');
  const fromBob = { ...header('bob', 'ada', 'call'), candidates };
  const fromAda = { ...header('ada', 'bob', 'call'), candidates };
  expect(world.do('bob', 'peer:candidates', { batch: fromBob })).toEqual({ ok: false, code: 'not-a-member' });
  expect(world.do('ada', 'peer:candidates', { batch: fromAda })).toEqual({ ok: false, code: 'not-a-member' });
});
