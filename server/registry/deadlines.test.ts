import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { World, call, conversation, ended, keyOf, who } from '../testing/registry-world.ts';

describe('a lost socket', () => {
  test('changes nothing before the grace is over', () => {
    const world = new World('ada', 'bob');
    world.lose('bob');
    world.pass(LIMITS.graceMs - 1);
    expect(world.rosters('ada')).toEqual([]);
    world.pass(1);
    expect(world.rosters('ada')).toEqual([['ada']]);
    expect(world.registry.has(keyOf('bob'))).toBe(false);
  });

  test('that comes back in time finds everything where it was', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.rosters('ada');
    world.lose('bob');
    world.passRinging('ada', 'call', LIMITS.graceMs - 1);
    expect(world.connect('bob')).toEqual({ conversations: [conversation('tea')], calls: [call('call')] });
    world.passRinging('ada', 'call', LIMITS.graceMs / 3);
    expect(world.rosters('ada')).toEqual([]);
    expect(world.claim('bob', 'call').ok).toBe(true);
  });

  test('of the only one who is rung: the caller gets no answer', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.lose('bob');
    world.passRinging('ada', 'call', LIMITS.graceMs);
    expect(world.told('ada')).toEqual([ended('call', 'no-answer')]);
  });

  test('of one of several who are rung: it rings on at the others', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.lose('bob');
    world.passRinging('ada', 'call', LIMITS.graceMs);
    expect(world.told('ada')).toEqual([
      { name: 'call:declined', data: { callId: call('call'), by: who('bob'), reason: 'gone' } },
    ]);
    expect(world.claim('cem', 'call').ok).toBe(true);
  });

  test('of the caller while it rings: it stops ringing when its lease is over', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.told('bob');
    world.lose('ada');
    world.pass(LIMITS.ringLeaseMs - 1);
    expect(world.told('bob')).toEqual([]);
    world.pass(1);
    expect(world.told('bob')).toEqual([ended('call', 'gone', 'ada')]);
    expect(world.told('ada')).toEqual([ended('call', 'gone', 'ada')]);
  });

  test('of the claimer: the caller is told when the grace is over', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.claim('bob', 'call');
    world.told('ada');
    world.lose('bob');
    world.pass(LIMITS.graceMs);
    expect(world.told('ada')).toEqual([ended('call', 'gone', 'bob')]);
  });

  test('of a member: presence ends with the grace, the place in the call much later', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    world.lose('bob');
    world.pass(LIMITS.graceMs);
    expect(world.rosters('ada')).toEqual([['ada (busy)']]);
    world.pass(LIMITS.placeMs - LIMITS.graceMs - 1);
    expect(world.told('ada')).toEqual([]);
    world.pass(1);
    expect(world.told('ada')).toEqual([ended('call', 'gone', 'bob')]);
    expect(world.registry.has(keyOf('bob'))).toBe(false);
  });

  test('of a member who is back before the place is lost: the call goes on', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    world.lose('bob');
    world.pass(LIMITS.placeMs - 1);
    expect(world.connect('bob')).toEqual({
      conversations: [],
      calls: [call('call')],
      engaged: call('call'),
    });
    world.pass(LIMITS.placeMs);
    expect(world.told('ada')).toEqual([]);
  });

  test('after a long sleep of the machine leaves nobody behind', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    world.lose('ada');
    world.lose('bob');
    world.registry.expire(world.nowMs + LIMITS.placeMs * 10);
    expect(world.registry.counts()).toEqual({ installations: 0, conversations: 0, calls: 0 });
  });
});

test('one that is given up on is gone at once', () => {
  const world = new World('ada', 'bob');
  world.callBetween('ada', 'bob');
  const { deliveries } = world.registry.abandon(keyOf('bob'), world.nowMs);
  expect(deliveries.filter(({ to }) => to === keyOf('bob'))).toEqual([]);
  expect(deliveries).toContainEqual({ to: keyOf('ada'), event: ended('call', 'gone', 'bob') });
});

test('with nothing pending there is no deadline, and everything that ends leaves none behind', () => {
  const world = new World('ada', 'bob');
  world.pass(LIMITS.repeatMs);
  expect(world.registry.nextDeadlineMs()).toBeUndefined();
  world.callBetween('ada', 'bob');
  world.pass(LIMITS.repeatMs);
  expect(world.registry.nextDeadlineMs()).toBeUndefined();
  world.do('ada', 'call:end', { callId: call('call'), reason: 'hung-up' });
  world.lose('ada');
  world.pass(LIMITS.endedCallMs);
  expect(world.registry.nextDeadlineMs()).toBeUndefined();
});

test('what somebody was answered, which may name others, is forgotten though nothing more is asked', () => {
  const world = new World('ada', 'bob');
  const enteredAtMs = world.nowMs;
  expect(world.registry.nextDeadlineMs()).toBe(enteredAtMs + LIMITS.repeatMs);
  world.pass(LIMITS.repeatMs);
  expect(world.registry.nextDeadlineMs()).toBeUndefined();
});
