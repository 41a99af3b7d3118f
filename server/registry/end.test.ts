import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { World, call, ended, who } from '../testing/registry-world.ts';

const callId = call('call');

describe('ending', () => {
  test('the caller cancels: everybody who is rung is told', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.told('bob');
    world.told('cem');
    expect(world.do('ada', 'call:end', { callId, reason: 'cancelled' })).toEqual({ ok: true });
    expect(world.told('bob')).toEqual([ended('call', 'cancelled', 'ada')]);
    expect(world.told('cem')).toEqual([ended('call', 'cancelled', 'ada')]);
    expect(world.told('ada')).toEqual([]);
  });

  test('the caller cancels as the other answers: the claimer is told, and can no longer accept', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.claim('bob', 'call');
    world.told('bob');
    world.do('ada', 'call:end', { callId, reason: 'hung-up' });
    expect(world.told('bob')).toEqual([ended('call', 'cancelled', 'ada')]);
    expect(world.accept('bob', 'call', 'ada')).toEqual({ ok: false, code: 'call-over' });
  });

  test.each([
    ['ada', 'bob'],
    ['bob', 'ada'],
  ])('either member hangs up: %s', (one, other) => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    world.do(one, 'call:end', { callId, reason: 'hung-up' });
    expect(world.told(other)).toEqual([ended('call', 'hung-up', one)]);
    expect(world.told(one)).toEqual([]);
  });

  test('both hang up at once: each has an ack, and one event is all there is', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    expect(world.do('ada', 'call:end', { callId, reason: 'hung-up' })).toEqual({ ok: true });
    expect(world.do('bob', 'call:end', { callId, reason: 'hung-up' })).toEqual({ ok: true });
    expect([...world.told('ada'), ...world.told('bob')]).toHaveLength(1);
  });

  test('a claimer ends it with its reason', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.claim('bob', 'call');
    world.told('ada');
    world.do('bob', 'call:end', { callId, reason: 'failed' });
    expect(world.told('ada')).toEqual([ended('call', 'failed', 'bob')]);
  });

  test('one who is rung refuses by it', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.do('bob', 'call:end', { callId, reason: 'hung-up' });
    expect(world.told('ada')).toEqual([
      { name: 'call:declined', data: { callId, by: who('bob'), reason: 'refused' } },
    ]);
  });

  test('a stranger to the call is answered, and nothing happens', () => {
    const world = new World('ada', 'bob', 'cem');
    world.callBetween('ada', 'bob');
    expect(world.do('cem', 'call:end', { callId, reason: 'hung-up' })).toEqual({ ok: true });
    expect(world.told('ada')).toEqual([]);
    expect(world.connect('ada').calls).toEqual([callId]);
  });

  test('a call nobody knows is over, as was asked', () => {
    const world = new World('ada');
    expect(world.do('ada', 'call:end', { callId: call('unknown'), reason: 'hung-up' })).toEqual({ ok: true });
  });
});

test('a ring that nobody answers is over for everybody at its deadline', () => {
  const world = new World('ada', 'bob', 'cem');
  world.invite('ada', 'call');
  world.do('cem', 'call:refuse', { callId, reason: 'refused' });
  for (const person of ['ada', 'bob', 'cem']) world.told(person);
  world.passRinging('ada', 'call', LIMITS.ringMs - 1);
  expect(world.told('ada')).toEqual([]);
  world.pass(1);
  expect(world.told('ada')).toEqual([ended('call', 'no-answer')]);
  expect(world.told('bob')).toEqual([ended('call', 'no-answer')]);
  expect(world.told('cem')).toEqual([]);
});
