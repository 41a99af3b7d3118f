import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { World, call, conversation, description, header, keyOf } from '../testing/registry-world.ts';

describe('a repeated command', () => {
  test('is answered the same and done once', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('ada', 'call');
    world.told('ada');
    const refuse = () =>
      world.do('bob', 'call:refuse', { callId: call('call'), reason: 'refused' }, 'the-same');
    expect(refuse()).toEqual({ ok: true });
    expect(refuse()).toEqual({ ok: true });
    expect(world.told('ada')).toHaveLength(1);
  });

  test('is answered the same after the call is over', () => {
    const world = new World('ada', 'bob');
    world.invite('ada', 'call');
    const claim = () => world.do('bob', 'call:claim', { callId: call('call') }, 'the-same');
    const first = claim();
    world.do('ada', 'call:end', { callId: call('call'), reason: 'cancelled' });
    expect(claim()).toEqual(first);
  });

  test('is known over a lost socket, and forgotten after its time', () => {
    const world = new World('ada');
    const leave = () =>
      world.do('ada', 'conversation:leave', { conversation: conversation('tea') }, 'the-same');
    leave();
    world.lose('ada');
    world.connect('ada');
    expect(leave()).toEqual({ ok: true });
    world.nowMs += LIMITS.repeatMs;
    expect(leave()).toEqual({ ok: false, code: 'not-in-conversation' });
  });

  test('is one installation’s own: another may use the same id', () => {
    const world = new World('ada', 'bob');
    const leave = (person: string) =>
      world.do(person, 'conversation:leave', { conversation: conversation('pub') }, 'the-same');
    world.enter('ada', 'pub');
    expect(leave('ada')).toEqual({ ok: true });
    expect(leave('bob')).toEqual({ ok: false, code: 'not-in-conversation' });
  });
});

describe('too many commands', () => {
  test('wait; the others do not', () => {
    const world = new World('ada', 'bob');
    const enter = () => world.enter('ada');
    const acks = Array.from({ length: LIMITS.commandsBurst }, enter);
    expect(acks.at(-1)).toEqual({
      ok: false,
      code: 'rate-limited',
      retryAfterMs: 1000 / LIMITS.commandsPerSecond,
    });
    expect(world.enter('bob').ok).toBe(true);
    world.nowMs += 1000 / LIMITS.commandsPerSecond;
    expect(enter().ok).toBe(true);
  });

  test('invitations have a tighter limit', () => {
    const world = new World('ada', 'bob');
    const redial = (index: number) => {
      const ack = world.invite('ada', `call${index}`);
      world.do('ada', 'call:end', { callId: call(`call${index}`), reason: 'cancelled' });
      return ack;
    };
    for (let index = 0; index < LIMITS.invitesBurst; index++) expect(redial(index).ok).toBe(true);
    expect(redial(99)).toMatchObject({ ok: false, code: 'rate-limited', retryAfterMs: 6_000 });
    world.nowMs += 6_000;
    expect(redial(99).ok).toBe(true);
  });

  test('are not those of a call that renews its ring, sends a batch of candidates every 150 ms and mends itself', () => {
    const world = new World('ada', 'bob');
    const callId = call('call');
    const acks: unknown[] = [world.invite('ada', 'call')];
    for (let renewals = 0; renewals < LIMITS.ringMs / LIMITS.renewMs - 1; renewals++) {
      world.pass(LIMITS.renewMs);
      acks.push(world.do('ada', 'call:renew', { callId }));
    }
    world.claim('bob', 'call');
    world.accept('bob', 'call', 'ada');
    for (const person of ['ada', 'bob']) {
      const other = person === 'ada' ? 'bob' : 'ada';
      for (let batches = 0; batches < 40; batches++) {
        world.nowMs += 150;
        const batch = { ...header(person, other, 'call'), candidates: [] };
        acks.push(world.do(person, 'peer:candidates', { batch }));
      }
    }
    for (let restarts = 0; restarts < 20; restarts++) {
      acks.push(world.do('bob', 'peer:offer', { description: description('offer', 'bob', 'ada', 'call') }));
    }
    expect(acks.filter((ack) => (ack as { ok: boolean }).ok)).toHaveLength(acks.length);
  });

  test('what was refused for the rate is done when it is repeated', () => {
    const world = new World('ada');
    for (let count = 0; count < LIMITS.commandsBurst; count++) world.enter('ada');
    const leave = () =>
      world.do('ada', 'conversation:leave', { conversation: conversation('tea') }, 'the-same');
    expect(leave()).toMatchObject({ code: 'rate-limited' });
    world.nowMs += 1_000;
    expect(leave()).toEqual({ ok: true });
  });
});

test('an installation that nobody connected is asked for its proof', () => {
  const world = new World();
  expect(world.enter('ada')).toEqual({ ok: false, code: 'proof-missing' });
  expect(world.registry.has(keyOf('ada'))).toBe(false);
});

test('notes say what happened in words and numbers only', () => {
  const world = new World('ada', 'bob');
  const command = {
    commandId: 'x'.repeat(22),
    callId: call('call'),
    conversation: conversation('tea'),
    kind: 'room',
    memberLimit: 2,
    ringForMs: 45_000,
    incarnation: 'y'.repeat(22),
  } as never;
  const { notes } = world.registry.handle(keyOf('ada'), 'call:invite', command, 0);
  expect(notes).toEqual([{ what: 'call-ringing', callId: call('call'), rung: 1 }]);
});
