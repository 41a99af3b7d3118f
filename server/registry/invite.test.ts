import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { World, call, conversation, ended, incarnationOf, who } from '../testing/registry-world.ts';

describe('an invitation', () => {
  test('to everybody rings all others, never the caller', () => {
    const world = new World('ada', 'bob', 'cem');
    expect(world.invite('ada', 'call')).toEqual({
      ok: true,
      folded: false,
      rung: [who('bob'), who('cem')],
      ringForMs: LIMITS.ringMs,
    });
    for (const person of ['bob', 'cem']) {
      expect(world.told(person)).toEqual([
        {
          name: 'call:ring',
          data: {
            callId: call('call'),
            conversation: conversation('tea'),
            kind: 'room',
            from: who('ada'),
            ringForMs: LIMITS.ringMs,
          },
        },
      ]);
    }
    expect(world.told('ada')).toEqual([]);
  });

  test('to one person rings that one only', () => {
    const world = new World('ada', 'bob', 'cem');
    expect(world.invite('ada', 'call', 'bob')).toMatchObject({ rung: [who('bob')] });
    expect(world.told('bob')).toMatchObject([{ name: 'call:ring', data: { kind: 'direct' } }]);
    expect(world.told('cem')).toEqual([]);
  });

  test('rings those who lost their socket and are in their grace', () => {
    const world = new World('ada', 'bob');
    world.lose('bob');
    expect(world.invite('ada', 'call')).toMatchObject({ rung: [who('bob')] });
  });

  test('leaves out who is busy', () => {
    const world = new World('ada', 'bob', 'cem', 'dee');
    world.callBetween('cem', 'dee');
    expect(world.invite('ada', 'second')).toMatchObject({ rung: [who('bob')] });
  });

  test.each<[string, string, (world: World) => unknown]>([
    ['nobody else there', 'nobody-reachable', (world) => (world.leave('bob'), world.invite('ada', 'call'))],
    ['the one who is called absent', 'nobody-reachable', (world) => world.invite('ada', 'call', 'zoe')],
    ['oneself', 'nobody-reachable', (world) => world.invite('ada', 'call', 'ada')],
    [
      'not present oneself',
      'not-in-conversation',
      (world) => (world.leave('ada'), world.invite('ada', 'call')),
    ],
    [
      'everybody busy',
      'everybody-busy',
      (world) => {
        world.enter('bob', 'pub');
        world.connect('cem');
        world.enter('cem', 'pub');
        world.invite('bob', 'other', 'cem', 'pub');
        return world.invite('ada', 'call');
      },
    ],
    ['in a call', 'in-a-call', (world) => (world.invite('ada', 'first'), world.invite('ada', 'call'))],
    [
      'an id that is in use',
      'call-id-used',
      (world) => {
        world.connect('cem');
        world.enter('cem');
        world.invite('ada', 'call', 'bob');
        return world.invite('cem', 'call', 'bob');
      },
    ],
    [
      'an id that was used',
      'call-id-used',
      (world) => {
        world.invite('ada', 'call');
        world.do('ada', 'call:end', { callId: call('call'), reason: 'cancelled' });
        return world.invite('ada', 'call');
      },
    ],
    [
      'direct without saying to whom',
      'malformed',
      (world) =>
        world.do('ada', 'call:invite', {
          callId: call('call'),
          conversation: conversation('tea'),
          kind: 'direct',
          memberLimit: 2,
          ringForMs: LIMITS.ringMs,
          incarnation: incarnationOf('ada'),
        }),
    ],
  ])('with %s is refused: %s', (_case, code, act) => {
    expect(act(new World('ada', 'bob'))).toEqual({ ok: false, code });
  });

  test('an ended call frees its id after a while', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    world.do('ada', 'call:end', { callId: call('call'), reason: 'cancelled' });
    world.pass(LIMITS.endedCallMs);
    expect(world.invite('ada', 'call').ok).toBe(true);
  });

  test('ends the rings at its caller, who is busy now', () => {
    const world = new World('ada', 'bob', 'cem', 'dee');
    world.invite('ada', 'first', 'bob');
    world.told('bob');
    world.invite('bob', 'second', 'cem');
    expect(world.told('ada')).toEqual([ended('first', 'busy', 'bob')]);
    expect(world.told('bob')).toEqual([ended('first', 'busy')]);
  });
});

describe('mutual calls fold', () => {
  test.each([
    ['one to one', 'bob', 'ada'],
    ['to everybody', undefined, undefined],
    ['first to everybody, then to the caller', undefined, 'ada'],
    ['first to one, then to everybody', 'bob', undefined],
  ])('%s: the second invitation claims the first call', (_case, first, second) => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'first', first);
    world.told('cem');
    expect(world.invite('bob', 'second', second)).toEqual({
      ok: true,
      folded: true,
      callId: call('first'),
      members: [{ ...who('ada'), incarnation: incarnationOf('ada'), joinSeq: 0 }],
      claimForMs: LIMITS.claimMs,
    });
    expect(world.told('ada')).toEqual([
      {
        name: 'call:claimed',
        data: { callId: call('first'), by: who('bob'), claimForMs: LIMITS.claimMs },
      },
    ]);
    expect(world.told('cem')).toEqual(first ? [] : [ended('first', 'answered-elsewhere', 'bob')]);
    expect(world.accept('bob', 'first', 'ada').ok).toBe(true);
  });

  test('calling somebody else does not', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'first', 'bob');
    expect(world.invite('bob', 'second', 'cem')).toMatchObject({ folded: false });
  });

  test('a call that was refused does not', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'first');
    world.do('bob', 'call:refuse', { callId: call('first'), reason: 'refused' });
    expect(world.invite('bob', 'second', 'ada')).toEqual({ ok: false, code: 'everybody-busy' });
  });
});
