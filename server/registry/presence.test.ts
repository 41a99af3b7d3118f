import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { World, call, idOf, who } from '../testing/registry-world.ts';

describe('entering', () => {
  test('answers with who one is and who is there', () => {
    const world = new World('ada');
    world.connect('bob');
    expect(world.enter('bob')).toEqual({
      ok: true,
      me: idOf('bob'),
      roster: [
        { ...who('ada'), busy: false },
        { ...who('bob'), busy: false },
      ],
      rings: [],
    });
  });

  test('tells everybody present, once', () => {
    const world = new World('ada');
    world.connect('bob');
    world.enter('bob');
    expect(world.rosters('ada')).toEqual([['ada', 'bob']]);
  });

  test('again under another name renames; under the same name tells nobody', () => {
    const world = new World('ada', 'bob');
    world.enter('bob', 'tea', 'Robert');
    expect(world.rosters('ada')).toEqual([['ada', 'Robert']]);
    world.enter('bob', 'tea', 'Robert');
    expect(world.rosters('ada')).toEqual([]);
  });

  test('a full conversation and too many conversations are refused', () => {
    const people = Array.from({ length: LIMITS.participantsPerConversation }, (_, index) => `p${index}`);
    const world = new World(...people);
    world.connect('late');
    expect(world.enter('late')).toEqual({ ok: false, code: 'conversation-full' });
    for (let room = 0; room < LIMITS.conversationsPerInstallation; room++) {
      expect(world.enter('late', `room${room}`).ok).toBe(true);
    }
    expect(world.enter('late', 'one-more')).toEqual({ ok: false, code: 'too-many-conversations' });
  });

  test('shows the ring under way to an installation that comes back', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call', 'bob');
    world.pass(5_000);
    expect(world.enter('bob')).toMatchObject({
      rings: [{ callId: call('call'), from: who('ada'), ringForMs: LIMITS.ringMs - 5_000 }],
    });
  });

  test('a room that rings for everybody rings whoever enters, if not refused before', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.connect('dee');
    expect(world.enter('dee')).toMatchObject({ rings: [{ callId: call('call') }] });
    expect(world.claim('dee', 'call').ok).toBe(true);
  });

  test('who refused is not rung again by entering again', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.do('bob', 'call:refuse', { callId: call('call'), reason: 'refused' });
    world.leave('bob');
    expect(world.enter('bob')).toMatchObject({ rings: [] });
  });
});

describe('leaving', () => {
  test('tells those who stay', () => {
    const world = new World('ada', 'bob');
    expect(world.leave('bob')).toEqual({ ok: true });
    expect(world.rosters('ada')).toEqual([['ada']]);
    expect(world.leave('bob')).toEqual({ ok: false, code: 'not-in-conversation' });
  });

  test('ends the ring of the one who leaves', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.told('bob');
    world.leave('bob');
    expect(world.told('ada')).toContainEqual({
      name: 'call:declined',
      data: { callId: call('call'), by: who('bob'), reason: 'gone' },
    });
    expect(world.told('bob')).toContainEqual({
      name: 'call:ended',
      data: { callId: call('call'), reason: 'gone' },
    });
    expect(world.claim('bob', 'call').ok).toBe(false);
  });

  test('ends neither a running call nor one that is set up', () => {
    const world = new World('ada', 'bob', 'cem', 'dee');
    world.callBetween('ada', 'bob');
    world.leave('ada');
    world.invite('cem', 'second', 'dee');
    world.told('dee');
    world.leave('cem');
    expect(world.told('bob')).toEqual([]);
    expect(world.told('dee')).toEqual([]);
    expect(world.connect('ada').calls).toEqual([call('call')]);
  });
});

test('the roster says who is busy, and that it is over', () => {
  const world = new World('ada', 'bob', 'cem');
  world.invite('ada', 'call', 'bob');
  expect(world.rosters('cem')).toEqual([['ada (busy)', 'bob', 'cem']]);
  world.claim('bob', 'call');
  expect(world.rosters('cem')).toEqual([['ada (busy)', 'bob (busy)', 'cem']]);
  world.do('ada', 'call:end', { callId: call('call'), reason: 'cancelled' });
  expect(world.rosters('cem')).toEqual([['ada', 'bob', 'cem']]);
});
