import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { World, call, ended } from '../testing/registry-world.ts';

const callId = call('call');

/** Ada rings Bob and Cem. */
function ringing(): World {
  const world = new World('ada', 'bob', 'cem');
  world.invite('ada', 'call');
  for (const person of ['ada', 'bob', 'cem']) world.told(person);
  return world;
}

const renew = (world: World, person: string) => world.do(person, 'call:renew', { callId });

test('a caller of whom nothing is heard any more is gone, for everybody and for itself', () => {
  const world = ringing();
  world.pass(LIMITS.ringLeaseMs - 1);
  expect(world.told('bob')).toEqual([]);
  world.pass(1);
  for (const person of ['ada', 'bob', 'cem']) {
    expect(world.told(person)).toEqual([ended('call', 'gone', 'ada')]);
  }
  expect(renew(world, 'ada')).toEqual({ ok: false, code: 'call-over' });
});

test('each word of the caller is told to whom it rings, and keeps the ring for as long again', () => {
  const world = ringing();
  world.do('cem', 'call:refuse', { callId, reason: 'refused' });
  world.pass(LIMITS.ringLeaseMs - 1);
  expect(renew(world, 'ada')).toEqual({ ok: true });
  expect(world.renewals('bob')).toBe(1);
  expect(world.renewals('cem')).toBe(0);
  world.pass(LIMITS.ringLeaseMs - 1);
  expect(world.told('bob')).toEqual([]);
  world.pass(1);
  expect(world.told('bob')).toEqual([ended('call', 'gone', 'ada')]);
});

test('no word lets it ring beyond its own time', () => {
  const world = ringing();
  world.passRinging('ada', 'call', LIMITS.ringMs);
  expect(world.told('bob')).toEqual([ended('call', 'no-answer')]);
});

test('somebody who is answering needs no word of the caller', () => {
  const world = ringing();
  world.claim('bob', 'call');
  world.told('bob');
  world.pass(LIMITS.ringLeaseMs * 2);
  expect(world.told('bob')).toEqual([]);
});

describe('a word of the caller', () => {
  test.each<[string, (world: World) => void]>([
    ['answered', (world) => world.claim('bob', 'call')],
    ['on', (world) => (world.claim('bob', 'call'), world.accept('bob', 'call', 'ada'))],
  ])('of a call that is %s already does nothing', (_case, act) => {
    const world = ringing();
    act(world);
    expect(renew(world, 'ada')).toEqual({ ok: true });
    expect(world.renewals('bob')).toBe(0);
  });

  test.each([
    ['of somebody who is rung', 'bob', 'not-a-member', () => {}],
    [
      'of a call that is over',
      'ada',
      'call-over',
      (world: World) => world.do('ada', 'call:end', { callId, reason: 'cancelled' }),
    ],
  ])('%s is refused', (_case, person, code, act) => {
    const world = ringing();
    act(world);
    expect(renew(world, person)).toEqual({ ok: false, code });
  });

  test('of a call that the server never heard of is answered so', () => {
    expect(renew(new World('ada'), 'ada')).toEqual({ ok: false, code: 'call-unknown' });
  });
});
