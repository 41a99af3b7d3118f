import { describe, expect, test } from 'vitest';
import { LIMITS, RELEASE_REASONS } from '../../lib/protocol/index.ts';
import { World, call, ended, incarnationOf, who } from '../testing/registry-world.ts';

const callId = call('call');

describe('claiming', () => {
  test('the first one has the call, and it stops ringing elsewhere', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.told('cem');
    expect(world.claim('bob', 'call')).toEqual({
      ok: true,
      callId,
      members: [{ ...who('ada'), incarnation: incarnationOf('ada'), joinSeq: 0 }],
      claimForMs: LIMITS.claimMs,
    });
    expect(world.told('ada')).toEqual([
      { name: 'call:claimed', data: { callId, by: who('bob'), claimForMs: LIMITS.claimMs } },
    ]);
    expect(world.told('cem')).toEqual([ended('call', 'answered-elsewhere', 'bob')]);
    expect(world.claim('cem', 'call')).toEqual({ ok: false, code: 'already-claimed' });
  });

  test('again by the same one answers the same and tells nobody', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    const first = world.claim('bob', 'call');
    world.told('ada');
    expect(world.claim('bob', 'call')).toEqual(first);
    expect(world.told('ada')).toEqual([]);
  });

  test.each<[string, string, (world: World) => unknown]>([
    ['a call nobody knows', 'call-unknown', (world) => world.claim('bob', 'unknown')],
    ['a call one is not invited to', 'not-invited', (world) => world.claim('cem', 'call')],
    ["one's own call", 'not-invited', (world) => world.claim('ada', 'call')],
    [
      'a call one has refused',
      'call-over',
      (world) => {
        world.do('bob', 'call:refuse', { callId, reason: 'refused' });
        return world.claim('bob', 'call');
      },
    ],
    [
      'a cancelled call',
      'call-over',
      (world) => {
        world.do('ada', 'call:end', { callId, reason: 'cancelled' });
        return world.claim('bob', 'call');
      },
    ],
  ])('%s is refused: %s', (_case, code, act) => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call', 'bob');
    expect(act(world)).toEqual({ ok: false, code });
  });

  test('makes one busy for every other that rings', () => {
    const world = new World('ada', 'bob', 'cem', 'dee');
    world.invite('ada', 'call', 'bob');
    world.invite('cem', 'other');
    world.told('bob');
    world.told('cem');
    world.claim('bob', 'call');
    expect(world.told('bob')).toEqual([ended('other', 'busy')]);
    expect(world.told('cem')).toEqual([
      { name: 'call:declined', data: { callId: call('other'), by: who('bob'), reason: 'busy' } },
    ]);
  });

  test('has a deadline of its own, which the ring has not', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.passRinging('ada', 'call', LIMITS.ringMs - 1);
    world.claim('bob', 'call');
    world.told('ada');
    world.told('bob');
    world.pass(LIMITS.claimMs - 1);
    expect(world.told('ada')).toEqual([]);
    world.pass(1);
    expect(world.told('ada')).toEqual([ended('call', 'no-answer')]);
    expect(world.told('bob')).toEqual([ended('call', 'no-answer')]);
    expect(world.accept('bob', 'call', 'ada')).toEqual({ ok: false, code: 'call-over' });
  });
});

describe('releasing', () => {
  test.each(RELEASE_REASONS)('tells the caller why: %s', (reason) => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.claim('bob', 'call');
    world.told('ada');
    world.told('cem');
    expect(world.do('bob', 'call:release', { callId, reason })).toEqual({ ok: true });
    expect(world.told('ada')).toEqual([ended('call', reason, 'bob')]);
    expect(world.told('cem')).toEqual([]);
  });

  test('is for the claimer alone', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    const reason = 'failed';
    world.claim('bob', 'call');
    expect(world.do('cem', 'call:release', { callId, reason })).toEqual({ ok: false, code: 'not-claimed' });
    expect(world.do('ada', 'call:release', { callId, reason })).toEqual({ ok: false, code: 'not-claimed' });
  });
});

test('releasing what was never claimed stops its ring', () => {
  const world = new World('ada', 'bob');
  world.invite('ada', 'call');
  expect(world.do('bob', 'call:release', { callId, reason: 'failed' })).toEqual({ ok: true });
  expect(world.told('ada')).toContainEqual(
    expect.objectContaining({ name: 'call:ended', data: expect.objectContaining({ reason: 'no-answer' }) }),
  );
});

describe('refusing', () => {
  test('while it rings at others tells the caller and rings on', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.do('bob', 'call:refuse', { callId, reason: 'refused' });
    expect(world.told('ada')).toEqual([
      { name: 'call:declined', data: { callId, by: who('bob'), reason: 'refused' } },
    ]);
    expect(world.claim('cem', 'call').ok).toBe(true);
  });

  test.each<[string, ('refused' | 'busy' | 'gone')[], string, string | undefined]>([
    ['all refused', ['refused', 'refused'], 'refused', 'cem'],
    ['all busy', ['busy', 'busy'], 'busy', 'cem'],
    ['one refused, then one busy', ['refused', 'busy'], 'refused', 'bob'],
    ['one busy, then one refused', ['busy', 'refused'], 'refused', 'cem'],
    ['one gone, then one refused', ['gone', 'refused'], 'refused', 'cem'],
    ['one busy, then one gone', ['busy', 'gone'], 'busy', 'bob'],
    ['all gone', ['gone', 'gone'], 'no-answer', undefined],
  ])('%s', (_case, [bobs, cems], reason, by) => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    for (const [person, what] of [
      ['bob', bobs],
      ['cem', cems],
    ] as const) {
      if (what === 'gone' || what === undefined) world.leave(person);
      else world.do(person, 'call:refuse', { callId, reason: what });
    }
    expect(world.told('ada').at(-1)).toEqual(ended('call', reason, by));
  });

  test('after somebody else has answered changes nothing', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.claim('bob', 'call');
    const ack = world.do('cem', 'call:refuse', { callId, reason: 'refused' });
    expect(ack).toEqual({ ok: false, code: 'already-claimed' });
    expect(world.accept('bob', 'call', 'ada').ok).toBe(true);
  });

  test('by one who is not invited changes nothing', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call', 'bob');
    const ack = world.do('cem', 'call:refuse', { callId, reason: 'refused' });
    expect(ack).toEqual({ ok: false, code: 'not-invited' });
    expect(world.claim('bob', 'call').ok).toBe(true);
  });
});
