import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ConversationId, END_REASONS } from '../protocol/index.ts';
import { nextDeadline } from './deadlines.ts';
import type { CallEvent } from './event.ts';
import { badgeOf, shownRings, toneOf } from './outputs.ts';
import { type CallState, IDLE } from './state.ts';
import type { Step } from './step.ts';
import {
  ACCEPT,
  ACCEPTED,
  after,
  AT,
  batch,
  bob,
  callId,
  cem,
  CLAIMED,
  CONNECTED,
  description,
  effects,
  ended,
  HANG_UP,
  IN,
  member,
  MICROPHONE,
  mine,
  NOW,
  OFFERED,
  otherCallId,
  OUT,
  PHASES,
  REACHED,
  RING,
  START,
  theirs,
  STANDING,
  tea,
} from './testing.ts';
import { transition } from './transition.ts';

describe('a call made here', () => {
  test('goes from asking who is there, to the microphone, to the ring, to sound', () => {
    const phases = OUT.map((_, index) => after(IDLE, ...OUT.slice(0, index + 1)).state.call?.phase);
    expect(phases).toEqual([
      'checking',
      'opening',
      'inviting',
      'ringing',
      'answering',
      'connecting',
      'connected',
    ]);
  });

  test('asks the server before the microphone, and rings only with the microphone open', () => {
    const wishes = OUT.map((_, index) => effects(after(IDLE, ...OUT.slice(0, index + 1))));
    expect(wishes).toEqual([['reach'], ['open-microphone'], ['invite'], [], [], ['answer'], []]);
  });

  test.each([
    ['nobody else is there', [], 'nobody-here'],
    ['everybody is in another call', [{ ...bob, busy: true }], 'busy'],
  ] as const)('opens no microphone when %s', (_, others, outcome) => {
    const step = after(AT.checking, { type: 'reached', callId, answer: { ok: true, roster: [...others] } });
    expect(step.state.notice?.code).toBe(outcome);
    expect(step.effects).toEqual([]);
  });

  test('a direct call counts only the one it is for', () => {
    const direct = after(IDLE, { ...START, to: cem.id }, REACHED);
    expect(direct.state.notice?.code).toBe('nobody-here');
  });

  test('rings nobody when the microphone does not open, and says why', () => {
    const step = after(AT.opening, {
      type: 'microphone',
      callId,
      answer: { ok: false, code: 'microphone-blocked' },
    });
    expect(step.state).toMatchObject({ call: null, notice: { code: 'microphone-blocked' } });
    expect(effects(step)).toEqual(['close']);
  });

  test('has a minute for the microphone from the click, however long the server took to say who is there', () => {
    const checking = transition(IDLE, START, NOW).state;
    const opening = transition(checking, REACHED, NOW + 8_000).state;
    expect(nextDeadline(opening)).toBe(NOW + 60_000);
  });

  test.each(['checking', 'opening'] as const)(
    'is cancelled when its conversation is left while %s',
    (phase) => {
      const left = after(AT[phase], { type: 'place-left', conversation: tea });
      expect(left.state).toMatchObject({ call: null, notice: { code: 'cancelled' } });
      expect(effects(left)).toEqual(phase === 'checking' ? [] : ['close']);
    },
  );

  test('goes on when another conversation is left, and once its microphone is open', () => {
    const elsewhere = v.parse(ConversationId, `c1.${'k'.repeat(43)}`);
    expect(after(AT.opening, { type: 'place-left', conversation: elsewhere }).state).toBe(AT.opening);
    for (const phase of PHASES.filter((each) => !['checking', 'opening', 'joining'].includes(each)))
      expect(after(AT[phase], { type: 'place-left', conversation: tea }).state).toBe(AT[phase]);
  });

  test('an answer whose conversation is left before its microphone is open is taken back; the caller is told', () => {
    const left = after(AT.joining, { type: 'place-left', conversation: tea });
    expect(left.state).toMatchObject({ call: null, notice: { code: 'cancelled' } });
    expect(left.effects[0]).toEqual({ type: 'release', body: { callId, reason: 'changed-mind' } });
    const open = after(IDLE, ...IN.slice(0, 4));
    expect(after(open.state, { type: 'place-left', conversation: tea }).state).toBe(open.state);
  });

  test('a refused invitation says why, and takes it back in case it came through', () => {
    const step = after(AT.inviting, {
      type: 'invited',
      callId,
      answer: { ok: false, code: 'everybody-busy' },
    });
    expect(step.state.notice?.code).toBe('busy');
    expect(effects(step)).toEqual(['end', 'close']);
  });

  test('names the one it rings, and nobody while it rings several', () => {
    const several = after(AT.inviting, {
      type: 'invited',
      callId,
      answer: { ok: true, folded: false, rung: [bob, cem], ringForMs: 45_000 },
    });
    const left = after(several.state, {
      type: 'server',
      event: { name: 'call:declined', data: { callId, by: cem, reason: 'refused' } },
    });
    expect(several.state.call).toMatchObject({ rung: [bob, cem] });
    expect(left.state.call).toMatchObject({ rung: [bob] });
  });

  test('an offer for another life of this microphone is not answered', () => {
    const stale = description('offer', 'in');
    const step = after(AT.answering, {
      type: 'server',
      event: {
        name: 'call:joined',
        data: { callId, member, offer: { ...stale, incarnations: { from: theirs, to: theirs } } },
      },
    });
    expect(step.state.call?.phase).toBe('answering');
    expect(step.effects).toEqual([]);
  });
});

describe('an opening microphone that waits for the person', () => {
  const waits = (waitsFor: 'permission' | 'window' | null): CallEvent => ({
    type: 'microphone-waits',
    callId,
    waitsFor,
  });

  test.each(['opening', 'joining'] as const)('says for what, at whoever is %s', (phase) => {
    expect(after(AT[phase], waits('window'), waits('permission')).state.call).toMatchObject({
      phase,
      microphoneWaits: 'permission',
    });
  });

  test('waits for nothing once it is open', () => {
    const joining = after(AT.joining, waits('permission'), MICROPHONE, waits('permission')).state.call;
    expect(joining).toMatchObject({ microphoneOpen: true, microphoneWaits: null });
    expect(after(AT.opening, waits('permission'), MICROPHONE).state.call).not.toHaveProperty(
      'microphoneWaits',
    );
  });

  test('of another call changes nothing', () => {
    const other = { ...waits('window'), callId: otherCallId } as CallEvent;
    expect(after(AT.opening, other).state).toEqual(AT.opening);
  });
});

describe('two who call each other at once', () => {
  const FOLDED: CallEvent = {
    type: 'invited',
    callId,
    answer: { ok: true, folded: true, callId: otherCallId, members: [member], claimForMs: 60_000 },
  };

  test('the second joins the first call with the stream it kept', () => {
    const step = after(AT.inviting, FOLDED);
    expect(step.state.call).toMatchObject({ phase: 'joining', callId: otherCallId, members: [member] });
    expect(step.effects.slice(0, 2)).toMatchObject([
      { type: 'open-microphone', callId: otherCallId },
      {
        type: 'offer',
        header: { callId: otherCallId, to: bob.id, incarnations: { from: mine, to: theirs } },
      },
    ]);
  });

  test('the first call is let go where its second was cancelled before the server said that they are one', () => {
    const ring = { ...RING, ring: { ...RING.ring, callId: otherCallId } };
    const cancelled = after(AT.inviting, ring, { type: 'cancel', callId }).state;
    const step = after(cancelled, FOLDED);
    expect(step.state).toEqual({ ...cancelled, rings: [], over: [callId, otherCallId] });
    expect(step.effects).toEqual([
      { type: 'release', body: { callId: otherCallId, reason: 'changed-mind' } },
    ]);
  });

  test('the first call is not let go by whoever has accepted it meanwhile', () => {
    const ring = { ...RING, ring: { ...RING.ring, callId: otherCallId } };
    const accepted = after(
      AT.inviting,
      ring,
      { type: 'cancel', callId },
      {
        type: 'accept',
        callId: otherCallId,
      },
    );
    expect(accepted.state.call).toMatchObject({ phase: 'joining', callId: otherCallId });
    expect(after(accepted.state, FOLDED)).toEqual({ state: accepted.state, effects: [] });
  });

  test('the first call is not begun where the word that it is over came before', () => {
    const state = { ...AT.inviting, over: [otherCallId] };
    const step = after(state, FOLDED);
    expect(step.state).toMatchObject({ call: null, notice: { code: 'call-over', name: bob.name } });
    expect(step.effects).toEqual([
      { type: 'release', body: { callId: otherCallId, reason: 'failed' } },
      { type: 'close', callId, hangUp: false },
    ]);
  });

  test.each([true, false])(
    'the one who rang while this side asked who is there is answered (busy: %s)',
    (busy) => {
      const ring = { ...RING, ring: { ...RING.ring, callId: otherCallId } };
      const roster = [{ ...bob, busy }];
      const step = after(AT.checking, ring, { type: 'reached', callId, answer: { ok: true, roster } });
      expect(step.state).toMatchObject({
        call: { phase: 'joining', callId: otherCallId },
        rings: [],
        notice: null,
      });
      expect(step.effects).toEqual([
        { type: 'claim', callId: otherCallId },
        { type: 'open-microphone', callId: otherCallId },
      ]);
      expect(step.state.over).toContain(callId);
    },
  );

  test('a ring that comes while the own call is set up in the same place waits unheard', () => {
    const ring = { ...RING, ring: { ...RING.ring, callId: otherCallId } };
    const step = after(AT.inviting, ring);
    expect(step.effects).toEqual([]);
    expect(toneOf(step.state)).toBe('none');
    expect(shownRings(step.state)).toEqual([]);
    expect(after(step.state, FOLDED).state.rings).toEqual([]);
  });
});

describe('a call answered here', () => {
  test('claims and opens the microphone on the click, makes its offer, then accepts', () => {
    const wishes = IN.map((_, index) => effects(after(IDLE, ...IN.slice(0, index + 1))));
    expect(wishes).toEqual([['prewarm'], ['claim', 'open-microphone'], [], ['offer'], ['accept'], [], []]);
  });

  test('makes the offer beside the microphone when the media host is known already', () => {
    const warm = after({ ...IDLE, media: mine }, RING, ACCEPT, CLAIMED);
    expect(effects(warm)).toEqual(['offer']);
    expect(effects(after(warm.state, OFFERED))).toEqual([]);
    expect(effects(after(warm.state, OFFERED, MICROPHONE))).toEqual(['accept']);
  });

  test('keeps candidates until the server knows it as a member', () => {
    const held = after(AT.joining, CLAIMED, MICROPHONE, OFFERED, { type: 'candidates', batch });
    expect(held.effects).toEqual([]);
    expect(effects(after(held.state, ACCEPTED))).toEqual(['send-candidates']);
  });

  test('an answer that overtakes the ack counts as the ack', () => {
    const answer = description('answer', 'in');
    const step = after(AT.joining, CLAIMED, MICROPHONE, OFFERED, {
      type: 'server',
      event: { name: 'peer:answer', data: { description: answer } },
    });
    expect(step.state.call?.phase).toBe('connecting');
    expect(effects(step)).toEqual(['accept-answer']);
    expect(after(step.state, ACCEPTED).state).toEqual(step.state);
  });

  test('without a microphone gives the claim back, with the reason', () => {
    const step = after(AT.joining, {
      type: 'microphone',
      callId,
      answer: { ok: false, code: 'microphone-in-use' },
    });
    expect(step.effects[0]).toEqual({ type: 'release', body: { callId, reason: 'microphone-in-use' } });
    expect(step.state.notice?.code).toBe('microphone-in-use');
  });

  test.each([
    ['already-claimed', 'answered-elsewhere'],
    ['call-over', 'call-over'],
    ['server-down', 'server-down'],
  ] as const)('a claim refused with %s reads %s, and the microphone closes', (code, outcome) => {
    const step = after(AT.joining, { type: 'claimed', callId, answer: { ok: false, code } });
    expect(step.state.notice?.code).toBe(outcome);
    expect(effects(step)).toContain('close');
  });

  test('"Audio chat" where somebody rings already means yes', () => {
    const step = after(after(IDLE, RING).state, { ...START, callId: otherCallId });
    expect(step.state.call).toMatchObject({ phase: 'joining', callId });
  });
});

describe('a ring', () => {
  test('sounds, shows and marks the badge until it is answered, refused or over', () => {
    const ringing = after(IDLE, RING).state;
    expect([toneOf(ringing), badgeOf(ringing), shownRings(ringing).length]).toEqual(['ring', 'ringing', 1]);
    for (const event of [ACCEPT, { type: 'refuse', callId } as CallEvent, ended('cancelled', bob)]) {
      expect(toneOf(after(ringing, event).state)).toBe('none');
    }
  });

  test('that was refused does not ring again when it is told again', () => {
    const refused = after(IDLE, RING, { type: 'refuse', callId });
    expect(effects(refused)).toEqual(['refuse']);
    expect(after(refused.state, RING).state.rings).toEqual([]);
  });

  test('told twice rings once', () => {
    expect(after(IDLE, RING, RING).state.rings).toHaveLength(1);
  });

  test('in a call is answered with busy', () => {
    const step = after(AT.connected, { ...RING, ring: { ...RING.ring, callId: otherCallId } });
    expect(step.effects).toEqual([{ type: 'refuse', body: { callId: otherCallId, reason: 'busy' } }]);
  });

  test.each([
    ['cancelled', 'missed'],
    ['no-answer', 'missed'],
    ['gone', 'missed'],
    ['answered-elsewhere', 'answered-elsewhere'],
    ['busy', undefined],
  ] as const)('that ends with %s reads %s', (reason, outcome) => {
    expect(after(IDLE, RING, ended(reason)).state.notice?.code).toBe(outcome);
  });
});

describe('whoever leaves', () => {
  test.each(PHASES)('in phase %s is idle at once, with everything closed', (phase) => {
    const step = after(AT[phase], HANG_UP);
    expect(step.state.call).toBeNull();
    if (phase !== 'checking') {
      expect(step.effects.at(-1)).toEqual({ type: 'close', callId, hangUp: true });
    }
    const told = effects(step).some((type) => type === 'end' || type === 'release');
    expect(told).toBe(phase !== 'checking' && phase !== 'opening');
  });

  test.each(PHASES)('in phase %s: Cancel means the same as Hang up', (phase) => {
    const [cancelled, hungUp] = [after(AT[phase], { type: 'cancel', callId }), after(AT[phase], HANG_UP)];
    expect(effects(cancelled)).toEqual(effects(hungUp));
  });

  test('leaves only the call that was meant', () => {
    expect(after(AT.connected, { type: 'hang-up', callId: otherCallId }).state).toBe(AT.connected);
  });
});

describe('an end that comes from the server', () => {
  test.each([
    ['refused', 'refused'],
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['microphone-blocked', 'peer-microphone-blocked'],
    ['microphone-timeout', 'no-answer'],
    ['changed-mind', 'peer-changed-mind'],
  ] as const)('while it rings: %s reads %s', (reason, outcome) => {
    expect(after(AT.ringing, ended(reason, bob)).state.notice).toMatchObject({ code: outcome, name: 'Bob' });
  });

  test.each([
    ['cancelled', 'missed'],
    ['no-answer', 'missed'],
    ['hung-up', 'ended'],
    ['connection-failed', 'connection-failed'],
  ] as const)('to somebody who has just accepted: %s reads %s', (reason, outcome) => {
    expect(after(AT.connecting, ended(reason, bob)).state.notice).toMatchObject({
      code: outcome,
      name: 'Bob',
    });
  });

  test.each(PHASES.flatMap((phase) => END_REASONS.map((reason) => [phase, reason] as const)))(
    'in phase %s with reason %s leads to idle and closes',
    (phase, reason) => {
      const step = after(AT[phase], ended(reason, bob));
      if (phase === 'connected' && reason === 'gone') {
        // sound flows: the server only lost sight of somebody, and is told of the call again
        expect(step.state).toBe(AT.connected);
        expect(effects(step)).toEqual(['resume']);
      } else {
        expect(step.state.call).toBeNull();
        expect(effects(step)).toEqual(phase === 'checking' ? [] : ['close']);
      }
    },
  );
});

describe('time', () => {
  /** After whatever is due on the way. */
  function later(from: CallState): Step {
    const due = from.call?.deadlineAt ?? from.rings[0]?.deadlineAt ?? from.notice?.deadlineAt ?? 0;
    let step: Step = { state: from, effects: [] };
    for (let at = nextDeadline(from); at !== undefined && at <= due; at = nextDeadline(step.state))
      step = transition(step.state, { type: 'time' }, at);
    return step;
  }

  test.each(PHASES.filter((phase) => phase !== 'connected'))(
    'phase %s has a way out by its deadline',
    (phase) => {
      const { state } = later({ ...AT[phase], notice: null });
      expect(state.call).toBeNull();
      expect(state.notice).not.toBeNull();
    },
  );

  test('a running call has no deadline, a broken path has', () => {
    expect(nextDeadline(AT.connected)).toBeUndefined();
    const broken = after(
      AT.connected,
      { type: 'flow', callId, flowing: false, forMs: 2_000 },
      { type: 'connection', callId, state: 'disconnected' },
    );
    expect(after(broken.state, CONNECTED).state.call).toMatchObject({ deadlineAt: null });
    expect(effects(broken)).toEqual(['probe']);
    expect(later(broken.state).state.notice?.code).toBe('connection-lost');
  });

  test('a ring and a notice end by themselves', () => {
    const rung = later(after(IDLE, RING).state).state;
    expect(rung).toMatchObject({ rings: [], notice: { code: 'missed', name: 'Bob' } });
    expect(later(rung).state.notice).toBeNull();
  });
});

describe('a second click', () => {
  test('on "Audio chat" changes nothing', () => {
    expect(after(AT.ringing, { ...START, callId: otherCallId }).state).toBe(AT.ringing);
  });

  test('in another conversation says that a call is on', () => {
    const elsewhere = v.parse(ConversationId, `c1.${'x'.repeat(43)}`);
    const step = after(AT.connected, { ...START, callId: otherCallId, conversation: elsewhere });
    expect(step.state).toMatchObject({ call: { callId }, notice: { code: 'in-a-call' } });
  });
});

describe('the media host', () => {
  test.each(['ringing', 'answering', 'connecting'] as const)(
    'of another life than a call that is being set up means that it is lost (%s)',
    (phase) => {
      const step = after(AT[phase], { type: 'media-here', incarnation: theirs, callId: null, ...STANDING });
      expect(step.state.notice?.code).toBe('media-lost');
      expect(step.effects[0]).toEqual({ type: 'end', body: { callId, reason: 'connection-failed' } });
    },
  );

  test('that holds a call nobody knows closes it, and the other side hears of it', () => {
    const step = after(IDLE, {
      type: 'media-here',
      incarnation: mine,
      callId: otherCallId,
      ...STANDING,
    });
    expect(step.effects).toEqual([
      { type: 'close', callId: otherCallId, hangUp: true },
      { type: 'end', body: { callId: otherCallId, reason: 'hung-up' } },
    ]);
  });

  test('that held the call all along changes nothing', () => {
    const step = after(AT.connected, { type: 'media-here', incarnation: mine, callId, ...STANDING });
    expect(step.state.call).toEqual(AT.connected.call);
    expect(step.effects).toEqual([]);
  });

  test('whose microphone ends takes back a ring, and says why; a call goes on', () => {
    const trouble = 'microphone-not-asked';
    const rung = after(AT.ringing, { type: 'microphone-ended', callId, trouble });
    expect(rung.effects[0]).toEqual({ type: 'end', body: { callId, reason: 'caller-microphone' } });
    expect(rung.state.notice?.code).toBe(trouble);
    const talking = after(AT.connected, { type: 'microphone-ended', callId, trouble });
    expect(talking.state).toBe(AT.connected);
  });

  test('whose microphone ends while it answers gives the ring back, with the reason that the caller reads', () => {
    const joining = after(AT.joining, { type: 'microphone-ended', callId, trouble: 'microphone-absent' });
    expect(joining.effects[0]).toEqual({ type: 'release', body: { callId, reason: 'microphone-absent' } });
    expect(joining.state.notice?.code).toBe('microphone-absent');
    const accepted = after(IDLE, ...IN.slice(0, 5), {
      type: 'microphone-ended',
      callId,
      trouble: 'microphone-not-asked',
    });
    expect(accepted.effects[0]).toEqual({ type: 'end', body: { callId, reason: 'microphone-blocked' } });
  });

  test('that the system refuses the microphone says so here, and to the caller that it is blocked', () => {
    const code = 'microphone-blocked-by-system';
    const joining = after(AT.joining, { type: 'microphone', callId, answer: { ok: false, code } });
    expect(joining.state.notice?.code).toBe(code);
    expect(joining.effects[0]).toEqual({ type: 'release', body: { callId, reason: 'microphone-blocked' } });
  });

  test('mutes and hears of mutes', () => {
    const muted = after(AT.connected, { type: 'mute', callId, muted: true });
    expect(effects(muted)).toEqual(['set-muted']);
    expect(badgeOf(muted.state)).toBe('muted');
    const theirMute = after(AT.connected, { type: 'peer-muted', callId, muted: true });
    expect(theirMute.state.call).toMatchObject({ peerMuted: true, muted: false });
  });
});

describe('another life of the worker', () => {
  test.each([
    ['checking', ['reach']],
    ['opening', ['open-microphone']],
    ['inviting', ['invite']],
    ['joining', ['open-microphone', 'claim']],
    ['rejoining', ['open-microphone']],
    ['ringing', []],
    ['answering', []],
    ['connecting', []],
    ['connected', []],
  ] as const)('goes on in %s, and asks again for %s', (phase, asked) => {
    const step = after(AT[phase], { type: 'woken' });
    expect(step.state.call).toMatchObject({ phase, callId });
    expect(effects(step)).toEqual(asked);
  });

  test('that had accepted says so again, with the same offer', () => {
    const accepted = after(AT.joining, CLAIMED, MICROPHONE, OFFERED).state;
    const step = after(accepted, { type: 'woken' });
    expect(step.effects).toContainEqual({
      type: 'accept',
      body: { callId, incarnation: mine, offers: [description('offer', 'out')] },
    });
  });

  test('that had not made its offer makes it once the microphone answers', () => {
    const woken = after(AT.joining, CLAIMED, MICROPHONE, { type: 'woken' });
    expect(effects(after(woken.state, MICROPHONE))).toEqual(['offer']);
  });
});

test('a late answer to another call is dropped in every phase', () => {
  for (const phase of PHASES) {
    const events: CallEvent[] = [
      { type: 'microphone', callId: otherCallId, answer: { ok: true, incarnation: mine } },
      { type: 'offered', callId: otherCallId, description: description('offer', 'out') },
      { type: 'connection', callId: otherCallId, state: 'failed' },
      { type: 'peer-hung-up', callId: otherCallId },
      { type: 'media-failed', callId: otherCallId },
    ];
    for (const event of events) expect(after(AT[phase], event).state).toBe(AT[phase]);
  }
});
