import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import {
  World,
  call,
  conversation,
  description,
  ended,
  header,
  idOf,
  incarnationOf,
  memberOf,
  who,
} from '../testing/registry-world.ts';

const callId = call('call');
const over = { ok: false, code: 'call-over' };
const unknown = { ok: false, code: 'call-unknown' };
const restartWanted = (from: string, to: string) => ({ header: header(from, to, 'call') });
const membersTold = (...members: ReturnType<typeof memberOf>[]) => ({
  name: 'call:members',
  data: { callId, members },
});

/** Whether what one of them says in the call reaches the other. */
function reaches(world: World, from: string, to: string): boolean {
  world.told(to);
  const ack = world.do(from, 'peer:restart-wanted', restartWanted(from, to));
  return ack.ok && world.told(to).some(({ name }) => name === 'peer:restart-wanted');
}

describe('after a restart of the server', () => {
  test.each([
    ['ada', 'bob'],
    ['bob', 'ada'],
  ])('a call is on again once both have told of it: %s first', (first, second) => {
    const world = new World('ada', 'bob', 'cem');
    const [seqOfFirst, seqOfSecond] = first === 'ada' ? [0, 1] : [1, 0];
    expect(world.resume(first, 'call', [second])).toEqual({
      ok: true,
      members: [memberOf(second, seqOfSecond)],
      joinSeq: seqOfFirst,
      missing: [],
    });
    expect(world.do(first, 'peer:restart-wanted', restartWanted(first, second))).toEqual(unknown);
    expect(world.told(second)).toEqual([]);
    expect(world.resume(second, 'call', [first])).toEqual({
      ok: true,
      members: [memberOf(first, seqOfFirst)],
      joinSeq: seqOfSecond,
      missing: [],
    });
    expect(world.told(first)).toEqual([membersTold(memberOf(second, seqOfSecond))]);
    expect(world.told(second)).toEqual([]);
    expect(reaches(world, first, second)).toBe(true);
    expect(reaches(world, second, first)).toBe(true);
    world.do(second, 'call:end', { callId, reason: 'hung-up' });
    expect(world.told(first)).toEqual([ended('call', 'hung-up', second)]);
    expect(world.resume(first, 'call', [second])).toEqual(over);
  });

  test('who tells of a call is busy, whatever the others say, and listed in it when it is back', () => {
    const world = new World('ada', 'bob', 'cem');
    world.resume('ada', 'call', ['bob']);
    expect(world.rosters('cem')).toEqual([['ada (busy)', 'bob', 'cem']]);
    expect(world.connect('ada').calls).toEqual([callId]);
    expect(world.invite('cem', 'other', 'ada')).toEqual({ ok: false, code: 'everybody-busy' });
    expect(world.resume('ada', 'other', ['cem'])).toEqual({ ok: false, code: 'in-a-call' });
  });

  test('a ring that came before the word of the call ends as busy', () => {
    const world = new World('ada', 'bob', 'cem');
    world.invite('cem', 'ring', 'ada');
    world.told('ada');
    world.resume('ada', 'call', ['bob']);
    expect(world.told('cem')).toEqual([ended('ring', 'busy', 'ada')]);
    expect(world.told('ada')).toEqual([ended('ring', 'busy')]);
  });

  test('those who are in another call cannot be in this one', () => {
    const world = new World('ada', 'bob', 'cem');
    world.callBetween('ada', 'cem', 'other');
    expect(world.resume('ada', 'call', ['bob'])).toEqual({ ok: false, code: 'in-a-call' });
  });

  test('words of another conversation are of another call', () => {
    const world = new World('ada', 'bob');
    world.resume('ada', 'call', ['bob']);
    world.resume('bob', 'call', ['ada'], { conversation: conversation('pub') });
    expect(reaches(world, 'ada', 'bob')).toBe(false);
  });

  test('the word holds for as long as the one who said it is there, however late the other comes', () => {
    const world = new World('ada', 'bob');
    world.resume('ada', 'call', ['bob']);
    world.pass(LIMITS.placeMs * 10);
    world.resume('bob', 'call', ['ada']);
    expect(reaches(world, 'ada', 'bob')).toBe(true);
  });

  test('the word of somebody whose place ran out counts no more', () => {
    const world = new World('ada', 'bob');
    world.resume('ada', 'call', ['bob']);
    world.lose('ada');
    world.pass(LIMITS.placeMs - 1);
    expect(world.connect('ada').calls).toEqual([callId]);
    world.lose('ada');
    world.pass(LIMITS.placeMs);
    expect(world.connect('ada').calls).toEqual([]);
    world.resume('bob', 'call', ['ada']);
    expect(world.do('bob', 'peer:restart-wanted', restartWanted('bob', 'ada'))).toEqual(unknown);
  });

  describe('offers that came with the words', () => {
    const offerOf = (from: string, to: string) => [description('offer', from, to, 'call')];

    test.each(['bob first', 'ada first'])('reach the other: %s', (order) => {
      const world = new World('ada', 'bob');
      const tell = [
        () => world.resume('bob', 'call', ['ada'], { offers: offerOf('bob', 'ada'), joinSeq: 2 }),
        () => world.resume('ada', 'call', ['bob']),
      ];
      for (const each of order === 'bob first' ? tell : tell.toReversed()) each();
      const joined = {
        name: 'call:joined',
        data: { callId, member: memberOf('bob', 2), offer: offerOf('bob', 'ada')[0] },
      };
      expect(world.told('ada').filter(({ name }) => name === 'call:joined')).toEqual([joined]);
      expect(world.told('bob').filter(({ name }) => name === 'call:joined')).toEqual([]);
    });

    test('to a media host that is not there any more go nowhere', () => {
      const world = new World('ada', 'bob');
      world.resume('bob', 'call', ['ada'], { offers: offerOf('bob', 'ada'), joinSeq: 2 });
      world.resume('ada', 'call', ['bob'], { incarnation: incarnationOf('ada-2'), joinSeq: 3 });
      expect(world.told('ada')).toEqual([]);
      expect(world.told('bob')).toEqual([
        membersTold({ ...memberOf('ada', 3), incarnation: incarnationOf('ada-2') }),
      ]);
    });
  });

  test('two who both claim to have joined last are told apart', () => {
    const world = new World('ada', 'bob');
    world.resume('ada', 'call', ['bob'], { joinSeq: 2 });
    expect(world.resume('bob', 'call', ['ada'], { joinSeq: 2 })).toMatchObject({
      joinSeq: 3,
      members: [{ joinSeq: 2 }],
    });
    expect(world.told('ada')).toEqual([membersTold(memberOf('bob', 3))]);
  });

  test('of more than two each joins those who name it', () => {
    const world = new World('ada', 'bob', 'cem');
    world.resume('cem', 'call', ['bob'], { joinSeq: 2 });
    world.resume('ada', 'call', ['bob']);
    expect(reaches(world, 'cem', 'ada')).toBe(false);
    expect(world.resume('bob', 'call', ['ada', 'cem'], { joinSeq: 1 })).toMatchObject({
      members: [memberOf('cem', 2), memberOf('ada', 0)],
    });
    for (const [from, to] of [
      ['ada', 'bob'],
      ['bob', 'cem'],
      ['cem', 'ada'],
    ] as const) {
      expect(reaches(world, from, to)).toBe(true);
    }
    expect(world.resume('cem', 'call', ['ada', 'bob'])).toMatchObject({ joinSeq: 2 });
  });

  test('a third one who comes last is told to both, with the offers that it made', () => {
    const world = new World('ada', 'bob', 'cem');
    world.resume('ada', 'call', ['bob', 'cem']);
    const earlier = [description('offer', 'bob', 'ada', 'call')];
    world.resume('bob', 'call', ['ada', 'cem'], { joinSeq: 1, offers: earlier });
    for (const person of ['ada', 'bob']) world.told(person);
    const offers = [description('offer', 'cem', 'ada', 'call'), description('offer', 'cem', 'bob', 'call')];
    world.resume('cem', 'call', ['ada', 'bob'], { joinSeq: 2, offers });
    expect(world.told('ada')).toEqual([
      membersTold(memberOf('bob', 1), memberOf('cem', 2)),
      { name: 'call:joined', data: { callId, member: memberOf('cem', 2), offer: offers[0] } },
    ]);
    expect(world.told('bob')).toEqual([
      membersTold(memberOf('ada', 0), memberOf('cem', 2)),
      { name: 'call:joined', data: { callId, member: memberOf('cem', 2), offer: offers[1] } },
    ]);
  });
});

describe('somebody who says to be in a call and is named by nobody in it', () => {
  test.each(['first', 'between', 'last'])('%s: gets nothing, ends nothing, keeps nobody away', (when) => {
    const world = new World('ada', 'bob', 'eve');
    const intrude = () => {
      expect(world.resume('eve', 'call', ['ada', 'bob'], { joinSeq: 9 })).toMatchObject({ ok: true });
    };
    if (when === 'first') intrude();
    world.resume('ada', 'call', ['bob']);
    if (when === 'between') intrude();
    expect(world.resume('bob', 'call', ['ada'])).toMatchObject({ members: [memberOf('ada', 0)] });
    if (when === 'last') intrude();
    expect(world.told('eve')).toEqual([]);
    expect(reaches(world, 'ada', 'bob')).toBe(true);
    expect(reaches(world, 'eve', 'ada')).toBe(false);

    for (const person of ['ada', 'bob', 'eve']) world.told(person);
    expect(world.do('eve', 'call:end', { callId, reason: 'hung-up' })).toEqual({ ok: true });
    expect([...world.told('ada'), ...world.told('bob')]).toEqual([]);
    expect(reaches(world, 'bob', 'ada')).toBe(true);
    world.do('ada', 'call:end', { callId, reason: 'hung-up' });
    expect(world.told('bob')).toEqual([ended('call', 'hung-up', 'ada')]);
    expect(world.told('eve')).toEqual([]);
  });

  test('does not say what the others are called', () => {
    const world = new World('ada', 'bob', 'eve');
    const bobWithAName = { ...memberOf('bob', 1), name: who('ada').name };
    world.resume('eve', 'call', ['ada', 'bob'], { members: [bobWithAName, memberOf('ada', 0)] });
    world.resume('ada', 'call', ['bob']);
    world.resume('bob', 'call', ['ada']);
    expect(world.told('ada')).toEqual([membersTold(memberOf('bob', 1))]);
  });

  test('cannot say for them that it is over', () => {
    const world = new World('ada', 'bob', 'eve');
    world.resume('ada', 'call', ['bob']);
    world.resume('eve', 'call', ['ada', 'bob']);
    world.do('eve', 'call:end', { callId, reason: 'hung-up' });
    expect(world.told('ada')).toEqual([]);
    expect(world.resume('bob', 'call', ['ada'])).toMatchObject({ ok: true });
    expect(reaches(world, 'ada', 'bob')).toBe(true);
  });

  test('two of them who name each other have a call of their own, and the real one is on beside it', () => {
    const world = new World('ada', 'bob', 'eve', 'fay');
    world.resume('eve', 'call', ['fay']);
    world.resume('fay', 'call', ['eve']);
    world.resume('ada', 'call', ['bob']);
    world.resume('bob', 'call', ['ada']);
    expect(reaches(world, 'ada', 'bob')).toBe(true);
    expect(reaches(world, 'eve', 'ada')).toBe(false);
    world.do('eve', 'call:end', { callId, reason: 'hung-up' });
    expect(reaches(world, 'bob', 'ada')).toBe(true);
    world.told('ada');
    world.do('bob', 'call:end', { callId, reason: 'hung-up' });
    expect(world.told('ada')).toEqual([ended('call', 'hung-up', 'bob')]);
    expect(world.resume('ada', 'call', ['bob'])).toEqual(over);
  });

  test('two of them keep theirs when the real one is over', () => {
    const world = new World('ada', 'bob', 'eve', 'fay');
    for (const [one, other] of [
      ['eve', 'fay'],
      ['ada', 'bob'],
    ] as const) {
      world.resume(one, 'call', [other]);
      world.resume(other, 'call', [one]);
    }
    world.do('bob', 'call:end', { callId, reason: 'hung-up' });
    expect(reaches(world, 'eve', 'fay')).toBe(true);
    expect(world.registry.counts().calls).toBe(1);
  });

  test('cannot have its ring answered in the place of the call', () => {
    const world = new World('ada', 'bob', 'eve');
    world.invite('eve', 'call');
    world.resume('bob', 'call', ['ada']);
    expect(world.do('bob', 'call:claim', { callId })).toEqual(over);
    expect(world.told('eve')).toMatchObject([{ name: 'call:declined', data: { reason: 'busy' } }]);
  });

  test('who rings with the id of a call, and ends that ring, ends nothing else', () => {
    const world = new World('ada', 'bob', 'eve');
    world.invite('eve', 'call');
    for (const person of ['ada', 'bob']) {
      world.told(person);
      expect(world.resume(person, 'call', [person === 'ada' ? 'bob' : 'ada'])).toMatchObject({ ok: true });
    }
    world.told('bob');
    expect(world.told('eve').at(-1)).toEqual(ended('call', 'busy', 'bob'));
    expect(reaches(world, 'ada', 'bob')).toBe(true);
    const later = new World('ada', 'bob', 'eve');
    later.invite('eve', 'call');
    later.do('eve', 'call:end', { callId, reason: 'cancelled' });
    later.resume('ada', 'call', ['bob']);
    later.resume('bob', 'call', ['ada']);
    expect(reaches(later, 'ada', 'bob')).toBe(true);
  });
});

describe('a call that only one has told of', () => {
  test.each([
    ['told of', true],
    ['did not tell of', false],
  ])('and then the other, who %s it, ends: both are through with it', (_case, told) => {
    const world = new World('ada', 'bob', 'cem');
    if (told) world.resume('ada', 'call', ['bob']);
    world.do('ada', 'call:end', { callId, reason: 'hung-up' });
    expect(world.rosters('cem').at(-1) ?? ['ada', 'bob', 'cem']).toEqual(['ada', 'bob', 'cem']);
    expect(world.resume('bob', 'call', ['ada'])).toEqual(over);
    expect(world.resume('ada', 'call', ['bob'])).toEqual(over);
    expect(world.invite('ada', 'next', 'bob')).toMatchObject({ ok: true });
  });

  test('ends for who waits in it when the one whom it waits for says that it is over', () => {
    const world = new World('ada', 'bob', 'cem');
    world.resume('bob', 'call', ['ada']);
    world.rosters('cem');
    world.do('ada', 'call:end', { callId, reason: 'hung-up' });
    expect(world.told('bob')).toEqual([ended('call', 'hung-up', 'ada')]);
    expect(world.rosters('cem')).toEqual([['ada', 'bob', 'cem']]);
  });

  test('goes on for those who are in it when somebody whom they wait for will not come', () => {
    const world = new World('ada', 'bob', 'cem');
    world.resume('ada', 'call', ['bob', 'cem']);
    world.resume('bob', 'call', ['ada', 'cem']);
    world.told('ada');
    world.do('cem', 'call:end', { callId, reason: 'hung-up' });
    expect([...world.told('ada'), ...world.told('bob')]).toEqual([]);
    expect(reaches(world, 'ada', 'bob')).toBe(true);
  });

  test('is forgotten a while after its end, and leaves no deadline behind', () => {
    const world = new World('ada', 'bob');
    world.resume('ada', 'call', ['bob']);
    world.pass(LIMITS.repeatMs);
    expect(world.registry.nextDeadlineMs()).toBeUndefined();
    world.do('ada', 'call:end', { callId, reason: 'hung-up' });
    world.pass(LIMITS.repeatMs);
    expect(world.registry.nextDeadlineMs()).toBe(world.nowMs + LIMITS.endedCallMs - LIMITS.repeatMs);
    world.pass(LIMITS.endedCallMs);
    expect(world.registry.nextDeadlineMs()).toBeUndefined();
    expect(world.resume('bob', 'call', ['ada'])).toMatchObject({ ok: true });
  });
});

describe('a member of a running call', () => {
  const hostOf = (person: string, life: number) => incarnationOf(`${person}-${life}`);
  const offerBetween = (from: string, lifeOfFrom: number, to: string, lifeOfTo?: number) =>
    description('offer', from, to, 'call', {
      incarnations: {
        from: hostOf(from, lifeOfFrom),
        to: lifeOfTo === undefined ? incarnationOf(to) : hostOf(to, lifeOfTo),
      },
    });

  test('that tells of it again changes nothing', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    expect(world.resume('bob', 'call', ['ada'])).toEqual({
      ok: true,
      members: [memberOf('ada', 0)],
      joinSeq: 1,
      missing: [],
    });
    expect([...world.told('ada'), ...world.told('bob')]).toEqual([]);
  });

  test.each([
    [7, 7],
    [1, 2],
    [0, 2],
  ])('with another media host is the one who joined last: it says %i and is %i', (said, joinSeq) => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    const offer = offerBetween('ada', 2, 'bob');
    expect(
      world.resume('ada', 'call', ['bob'], {
        incarnation: hostOf('ada', 2),
        joinSeq: said,
        offers: [offer],
      }),
    ).toEqual({ ok: true, members: [memberOf('bob', 1)], joinSeq, missing: [] });
    const member = { ...memberOf('ada', joinSeq), incarnation: hostOf('ada', 2) };
    expect(world.told('bob')).toEqual([{ name: 'call:joined', data: { callId, member, offer } }]);
    expect(reaches(world, 'ada', 'bob')).toBe(false);
    const answer = description('answer', 'bob', 'ada', 'call', {
      incarnations: { from: incarnationOf('bob'), to: hostOf('ada', 2) },
    });
    expect(world.do('bob', 'peer:answer', { description: answer })).toEqual({ ok: true });
  });

  test('both with another media host at once: the second offers anew, to the one that is there', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    const come = (person: string, other: string, offer: ReturnType<typeof offerBetween>) =>
      world.resume(person, 'call', [other], { incarnation: hostOf(person, 2), joinSeq: 2, offers: [offer] });
    expect(come('ada', 'bob', offerBetween('ada', 2, 'bob'))).toMatchObject({ joinSeq: 2, missing: [] });
    world.told('bob');
    expect(come('bob', 'ada', offerBetween('bob', 2, 'ada'))).toEqual({
      ok: true,
      members: [{ ...memberOf('ada', 2), incarnation: hostOf('ada', 2) }],
      joinSeq: 3,
      missing: [idOf('ada')],
    });
    expect(world.told('ada')).toEqual([]);
    const anew = offerBetween('bob', 2, 'ada', 2);
    expect(come('bob', 'ada', anew)).toMatchObject({ joinSeq: 3, missing: [] });
    expect(world.told('ada')).toEqual([
      {
        name: 'call:joined',
        data: { callId, member: { ...memberOf('bob', 3), incarnation: hostOf('bob', 2) }, offer: anew },
      },
    ]);
  });

  test('whom nobody else is left of: what was forgotten can be told of again', () => {
    const world = new World('ada', 'bob');
    world.callBetween('ada', 'bob');
    world.lose('bob');
    world.pass(LIMITS.placeMs);
    expect(world.told('ada')).toEqual([ended('call', 'gone', 'bob')]);
    expect(world.resume('ada', 'call', ['bob'])).toMatchObject({ ok: true });
    world.connect('bob');
    expect(world.resume('bob', 'call', ['ada'])).toMatchObject({ ok: true });
    expect(reaches(world, 'ada', 'bob')).toBe(true);
  });
});

test.each<[string, (world: World) => void]>([
  ['rings', (world) => world.invite('ada', 'call')],
  ['is being answered', (world) => (world.invite('ada', 'call'), world.claim('bob', 'call'))],
])('a call that %s is not resumed by who is rung', (_case, begin) => {
  const world = new World('ada', 'bob', 'cem');
  begin(world);
  for (const person of ['bob', 'cem']) {
    expect(world.resume(person, 'call', ['ada'])).toEqual({ ok: false, code: 'not-a-member' });
  }
});
