import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import {
  World,
  call,
  conversation,
  ended,
  idOf,
  incarnationOf,
  memberOf,
  who,
} from '../testing/registry-world.ts';

const callId = call('call');
const ring = (kind: string, ringForMs: number) => ({
  name: 'call:ring',
  data: { callId, conversation: conversation('tea'), kind, from: who('ada'), ringForMs },
});

/** Ada's ring goes on at a server that has forgotten it. */
function inviteAgain(world: World, whom: readonly string[], ringForMs = 20_000, kind = 'room') {
  return world.do('ada', 'call:invite', {
    callId,
    conversation: conversation('tea'),
    kind: kind === 'direct' ? 'direct' : 'room',
    ...(kind === 'direct' && { to: idOf(whom[0] ?? '') }),
    memberLimit: 2,
    ringForMs,
    incarnation: incarnationOf('ada'),
    again: whom.map((person) => idOf(person)),
  });
}

function comes(world: World, person: string) {
  world.connect(person);
  return world.enter(person);
}

describe('a ring that goes on after a restart', () => {
  test('rings those who are back now, and nobody who was not rung before', () => {
    const world = new World('ada', 'bob', 'cem');
    expect(inviteAgain(world, ['bob'])).toEqual({
      ok: true,
      folded: false,
      rung: [who('bob')],
      ringForMs: 20_000,
    });
    expect(world.told('bob')).toEqual([ring('room', 20_000)]);
    expect(world.told('cem')).toEqual([]);
    world.claim('bob', 'call');
    expect(world.accept('bob', 'call', 'ada')).toMatchObject({ ok: true });
  });

  test.each(['room', 'direct'])('waits for those who are not back yet: %s', (kind) => {
    const world = new World('ada');
    expect(inviteAgain(world, ['bob'], 20_000, kind)).toMatchObject({ ok: true, rung: [] });
    expect(comes(world, 'cem')).toMatchObject({ rings: [] });
    world.passRinging('ada', 'call', 5_000);
    expect(comes(world, 'bob')).toMatchObject({ rings: [ring(kind, 15_000).data] });
    expect(world.claim('bob', 'call')).toMatchObject({ ok: true, members: [memberOf('ada', 0)] });
    expect(world.told('ada')).toMatchObject([{ name: 'call:claimed', data: { by: who('bob') } }]);
  });

  test('to which nobody comes back ends as every ring does', () => {
    const world = new World('ada');
    inviteAgain(world, ['bob']);
    world.passRinging('ada', 'call', 20_000);
    expect(world.told('ada')).toEqual([ended('call', 'no-answer')]);
    expect(comes(world, 'bob')).toMatchObject({ rings: [] });
  });

  test('ends without its caller, too', () => {
    const world = new World('ada');
    inviteAgain(world, ['bob']);
    world.pass(LIMITS.ringLeaseMs);
    expect(world.told('ada')).toEqual([ended('call', 'gone', 'ada')]);
  });

  test('rings on for those who are not back yet when one who is refuses', () => {
    const world = new World('ada', 'bob');
    inviteAgain(world, ['bob', 'cem']);
    world.do('bob', 'call:refuse', { callId, reason: 'refused' });
    expect(world.told('ada')).toMatchObject([{ name: 'call:declined', data: { by: who('bob') } }]);
    expect(comes(world, 'cem')).toMatchObject({ rings: [{ callId }] });
    world.do('cem', 'call:refuse', { callId, reason: 'refused' });
    expect(world.told('ada')).toEqual([ended('call', 'refused', 'cem')]);
  });

  test('does not wait for its own caller', () => {
    expect(inviteAgain(new World('ada', 'bob'), ['ada'])).toEqual({ ok: false, code: 'nobody-reachable' });
  });

  test('is not made when all of them are in a call', () => {
    const world = new World('ada', 'bob', 'cem');
    world.callBetween('bob', 'cem', 'other');
    expect(inviteAgain(world, ['bob'])).toEqual({ ok: false, code: 'everybody-busy' });
  });

  test('rings whoever answered it without being heard, and was back first', () => {
    const world = new World('ada', 'bob');
    world.resume('bob', 'call', ['ada']);
    expect(inviteAgain(world, ['bob'])).toMatchObject({ ok: true, rung: [who('bob')] });
    expect(world.told('bob')).toEqual([ring('room', 20_000)]);
    expect(world.resume('bob', 'call', ['ada'])).toEqual({ ok: false, code: 'not-a-member' });
    expect(world.claim('bob', 'call')).toMatchObject({ ok: true, members: [memberOf('ada', 0)] });
    expect(world.accept('bob', 'call', 'ada')).toMatchObject({ ok: true });
  });

  test('takes nobody out of a call that is told of with others', () => {
    const world = new World('ada', 'bob', 'cem');
    world.resume('bob', 'call', ['cem']);
    expect(inviteAgain(world, ['bob'])).toEqual({ ok: false, code: 'everybody-busy' });
    world.resume('cem', 'call', ['bob']);
    expect(world.told('bob')).toMatchObject([{ name: 'call:members' }]);
  });
});

describe('asked for again while it is known', () => {
  test.each<[string, (world: World) => void, object]>([
    [
      'ringing',
      (world) => world.passRinging('ada', 'call', 5_000),
      { rung: [who('bob')], ringForMs: 15_000 },
    ],
    ['answered', (world) => world.claim('bob', 'call'), { rung: [who('bob')], ringForMs: LIMITS.claimMs }],
    [
      'on',
      (world) => (world.claim('bob', 'call'), world.accept('bob', 'call', 'ada')),
      { rung: [who('bob')], ringForMs: 0 },
    ],
  ])('it is told as it stands: %s', (_case, act, stands) => {
    const world = new World('ada', 'bob');
    inviteAgain(world, ['bob']);
    act(world);
    world.told('bob');
    expect(inviteAgain(world, ['bob'])).toEqual({ ok: true, folded: false, ...stands });
    expect(world.told('bob')).toEqual([]);
  });

  test('somebody else’s call stays theirs', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('cem', 'call', 'bob');
    expect(inviteAgain(world, ['bob'])).toEqual({ ok: false, code: 'call-id-used' });
  });
});

test('a ring that goes on folds with one that the other side makes', () => {
  const world = new World('ada', 'bob');
  world.invite('bob', 'theirs', 'ada');
  expect(inviteAgain(world, ['bob'])).toMatchObject({ ok: true, folded: true, callId: call('theirs') });
});
