import { describe, expect, test } from 'vitest';
import { LIMITS } from '../protocol/index.ts';
import { nextDeadline } from './deadlines.ts';
import type { CallEvent } from './event.ts';
import { lastCallOf, rejoinableFrom } from './last-call.ts';
import { badgeOf, shownRings, toneOf } from './outputs.ts';
import { type CallState, IDLE } from './state.ts';
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
  HANG_UP,
  laterTheirs,
  me,
  member,
  MICROPHONE,
  MICROPHONE_LATER,
  mine,
  mineLater,
  NOW,
  OFFERED,
  ofLaterHost,
  otherCallId,
  place,
  RING,
  STANDING,
  START,
} from './testing.ts';
import { HEARD_AGAIN_MS } from './timing.ts';
import { transition } from './transition.ts';

const at = (state: CallState, event: CallEvent, nowMs: number) => transition(state, event, nowMs);
const flow = (flowing: boolean, forMs = 0): CallEvent => ({ type: 'flow', callId, flowing, forMs });
const back = (calls: readonly (typeof callId)[], engaged: typeof callId | null = null): CallEvent => ({
  type: 'server-calls',
  calls,
  engaged,
  ours: true,
});

describe('a path that breaks', () => {
  test('is said once nothing is heard for 2 s, and by then the socket is looked after', () => {
    const step = after(AT.connected, flow(false, 2_000));
    expect(step.state.call).toMatchObject({ phase: 'connected', flowing: false });
    expect(effects(step)).toEqual(['probe']);
    expect(after(step.state, flow(true)).state.call).toMatchObject({ flowing: true, deadlineAt: null });
  });

  test('holds the place for 120 s from the last sound', () => {
    const silent = after(AT.connected, flow(false, 2_000)).state;
    expect(nextDeadline(silent)).toBe(NOW - 2_000 + LIMITS.placeMs);
    const failed = after(silent, { type: 'connection', callId, state: 'failed' }).state;
    expect(nextDeadline(failed)).toBe(NOW - 2_000 + LIMITS.placeMs);
    const over = at(failed, { type: 'time' }, NOW - 2_000 + LIMITS.placeMs);
    expect(over.state).toMatchObject({ call: null, notice: { code: 'connection-lost', name: 'Bob' } });
    expect(effects(over)).toEqual(['end', 'close']);
  });

  test('is not given up while the other is heard, whatever ICE calls it, nor before its last sound', () => {
    const wavering = after(AT.connected, { type: 'connection', callId, state: 'disconnected' });
    expect(effects(wavering)).toEqual(['probe']);
    expect(nextDeadline(wavering.state)).toBeUndefined();
    const silent = after(wavering.state, flow(false, 2_000)).state;
    expect(nextDeadline(silent)).toBe(NOW - 2_000 + LIMITS.placeMs);
  });

  test.each(['nothing-arrives', 'peer-microphone-gone'] as const)(
    'holds the place of one who says so itself (%s) for as long as its reports come, and 120 s more',
    (told) => {
      const trouble = (next: typeof told | null): CallEvent => ({ type: 'trouble', callId, trouble: next });
      const silent = after(AT.connected, flow(false, 2_000)).state;
      const reported = after(silent, trouble(told)).state;
      expect(nextDeadline(reported)).toBeUndefined();
      const mute = at(reported, trouble(null), NOW + 300_000).state;
      expect(nextDeadline(mute)).toBe(NOW + 300_000 + LIMITS.placeMs);
      expect(at(mute, flow(true), NOW + 301_000).state.call).toMatchObject({ deadlineAt: null });
    },
  );

  test('that slept through that time comes to one end, unless the other is still heard', () => {
    const slept = after(AT.connected, flow(false, 600_000)).state;
    expect(nextDeadline(slept)).toBe(NOW + HEARD_AGAIN_MS);
    const step = at(slept, { type: 'time' }, NOW + HEARD_AGAIN_MS);
    expect(step.state.notice?.code).toBe('connection-lost');
    // the clock was put forward
    expect(after(slept, flow(true)).state.call).toMatchObject({ flowing: true, deadlineAt: null });
  });

  test('while first connecting is not given up before its time', () => {
    const step = after(AT.connecting, { type: 'connection', callId, state: 'failed' });
    expect(step.state).toEqual(AT.connecting);
  });

  test('while first connecting has the socket looked after: the answer, or what it needs, may not have come', () => {
    const header = description('offer', 'out');
    expect(effects(after(AT.connecting, { type: 'connection', callId, state: 'failed' }))).toEqual(['probe']);
    expect(effects(after(AT.connecting, { type: 'described', description: header }))).toEqual([
      'send-offer',
      'probe',
    ]);
    expect(effects(after(AT.connecting, { type: 'restart-wanted', header, newPeer: false }))).toEqual([
      'send-restart-wanted',
      'probe',
    ]);
  });

  test('is restarted once the server can be reached again, if the media host finds that it needs it', () => {
    const broken = after(AT.connected, flow(false, 2_000)).state;
    expect(effects(after(broken, back([callId])))).toEqual(['restart']);
    expect(effects(after(AT.connected, back([callId])))).toEqual(['restart']);
  });

  test('and something of the other again: then the server may be there, too', () => {
    const broken = after(AT.connected, flow(false, 2_000)).state;
    expect(effects(after(broken, flow(true)))).toEqual(['network-is-back']);
    const connected: CallEvent = { type: 'connection', callId, state: 'connected' };
    expect(effects(after(broken, connected))).toEqual(['network-is-back']);
  });

  test('what the media host makes by itself goes by the server too, and what comes by it to the media host', () => {
    const offer = description('offer', 'out');
    const header = { ...offer };
    expect(effects(after(AT.connected, { type: 'described', description: offer }))).toEqual(['send-offer']);
    expect(
      effects(after(AT.connected, { type: 'described', description: description('answer', 'out') })),
    ).toEqual(['send-answer']);
    expect(effects(after(AT.connected, { type: 'restart-wanted', header, newPeer: true }))).toEqual([
      'send-restart-wanted',
    ]);
    const from = (event: Extract<CallEvent, { type: 'server' }>['event']) =>
      effects(after(AT.connected, { type: 'server', event }));
    expect(from({ name: 'peer:offer', data: { description: description('offer', 'in') } })).toEqual([
      'answer',
    ]);
    expect(from({ name: 'peer:restart-wanted', data: { header: description('offer', 'in') } })).toEqual([
      'restart',
    ]);
    const wish = { header: description('offer', 'in'), newPeer: true };
    expect(
      after(AT.connected, { type: 'server', event: { name: 'peer:restart-wanted', data: wish } }).effects,
    ).toContainEqual({ type: 'restart', callId: wish.header.callId, asked: 'peer' });
    expect(from({ name: 'peer:answer', data: { description: description('answer', 'in') } })).toEqual([
      'accept-answer',
    ]);
  });

  test('a description that cannot be taken does not end a call in which they heard each other', () => {
    expect(after(AT.connected, { type: 'media-failed', callId }).state).toBe(AT.connected);
    expect(after(AT.connecting, { type: 'media-failed', callId }).state.call).toBeNull();
  });

  test('another interface means that the socket may be dead', () => {
    expect(effects(after(AT.connected, { type: 'network-changed' }))).toEqual(['network-is-back']);
  });
});

describe('a server that has forgotten', () => {
  test.each(['connecting', 'connected'] as const)('a call (%s) is told of it by who is in it', (phase) => {
    const step = after(AT[phase], back([]));
    expect(step.state).toBe(AT[phase]);
    expect(step.effects).toMatchObject([
      { type: 'resume', body: { callId, joinSeq: 0, members: [member], offers: [] } },
    ]);
  });

  test('and knows better that it is over is believed', () => {
    const step = after(AT.connected, {
      type: 'resumed',
      callId,
      incarnation: mine,
      answer: { ok: false, code: 'call-over' },
    });
    expect(step.state).toMatchObject({ call: null, notice: { code: 'ended', name: 'Bob' } });
    const deaf = after(AT.connected, {
      type: 'resumed',
      callId,
      incarnation: mine,
      answer: { ok: false, code: 'server-down' },
    });
    expect(deaf.state).toBe(AT.connected);
  });

  test('a call whose path is broken restarts it as soon as it knows it again', () => {
    const broken = after(AT.connected, flow(false, 2_000)).state;
    const step = after(broken, {
      type: 'resumed',
      callId,
      incarnation: mine,
      answer: { ok: true, members: [member], joinSeq: 1, missing: [] },
    });
    expect(effects(step)).toEqual(['restart']);
  });

  test.each(['ringing', 'answering'] as const)('whom it rang rings them again (%s)', (phase) => {
    const step = after(AT[phase], back([]));
    expect(step.state.call?.phase).toBe(phase);
    expect(step.effects).toMatchObject([
      { type: 'ring-again', body: { callId, again: [bob.id], ringForMs: 45_000 } },
    ]);
  });

  test('and refuses to ring them again ends it on both sides', () => {
    const answer = { ok: false, code: 'call-over' } as const;
    const step = after(AT.ringing, { type: 'rung-again', callId, answer });
    expect(step.state).toMatchObject({ call: null, notice: { code: 'call-over' } });
    expect(effects(step)).toEqual(['end', 'close']);
  });

  test('leaves a ring ringing here, for the caller to tell of it again', () => {
    const rung = after(IDLE, RING).state;
    expect(toneOf(after(rung, back([])).state)).toBe('ring');
  });

  test('a claim is answered again when it rings again, with the same offer', () => {
    const claimed = after(AT.joining, CLAIMED, MICROPHONE, OFFERED).state;
    const forgotten = after(claimed, back([])).state;
    expect(forgotten.call).toMatchObject({ members: null, accepted: false });
    // what was on its way to the old server
    const late = after(forgotten, {
      type: 'accepted',
      callId,
      answer: { ok: false, code: 'call-unknown' },
    }).state;
    expect(late).toEqual(forgotten);
    const again = after(late, RING);
    expect(effects(again)).toEqual(['claim']);
    expect(effects(after(again.state, CLAIMED))).toEqual(['accept']);
  });

  describe('a call whose caller never heard that it was answered', () => {
    const answered = after(IDLE, RING, ACCEPT, CLAIMED, MICROPHONE, OFFERED, ACCEPTED).state;
    const resumed = { type: 'resumed', callId, incarnation: mine } as const;
    const refused: CallEvent = { ...resumed, answer: { ok: false, code: 'not-a-member' } };

    test('is answered again, with the microphone kept open', () => {
      const step = after(answered, refused);
      expect(step.state.call).toMatchObject({ phase: 'joining', from: bob, microphoneOpen: true });
      expect(effects(step)).toEqual(['claim']);
      const claimed = after(step.state, CLAIMED);
      expect(effects(claimed)).toEqual(['offer']);
      const offered = after(claimed.state, OFFERED);
      expect(effects(offered)).toEqual(['accept']);
      expect(after(offered.state, ACCEPTED).state).toEqual(answered);
    });

    test('asks the server what a ring for it means: it may be one from before the answer', () => {
      const step = after(answered, RING);
      expect(step.state).toBe(answered);
      expect(effects(step)).toEqual(['resume']);
      const counted: CallEvent = {
        ...resumed,
        answer: { ok: true, members: [member], joinSeq: 1, missing: [] },
      };
      expect(after(answered, counted).state).toEqual(answered);
    });

    test('is not answered by its caller, nor by who is heard already', () => {
      expect(after(AT.connecting, refused).state).toBe(AT.connecting);
      const together = after(answered, CONNECTED).state;
      expect(after(together, refused).state).toBe(together);
      expect(after(together, RING)).toEqual({ state: together, effects: [] });
    });
  });

  test('a claim that nobody rings for again ends with the reason', () => {
    const claimed = after(AT.joining, CLAIMED, MICROPHONE, OFFERED).state;
    const forgotten = after(claimed, back([])).state;
    const step = at(forgotten, { type: 'time' }, nextDeadline(forgotten) ?? 0);
    expect(step.state).toMatchObject({ call: null, notice: { code: 'server-lost' } });
  });
});

describe('somebody else who knows the id of a call', () => {
  const byCem: CallEvent = {
    type: 'server',
    event: { name: 'call:ended', data: { callId, reason: 'cancelled', by: cem } },
  };

  test.each(['connecting', 'connected', 'rejoining'] as const)('cannot end it (%s)', (phase) => {
    expect(after(AT[phase], byCem).state).toBe(AT[phase]);
  });

  test('cannot take the place of the other in it', () => {
    const impostor = { ...laterTheirs, ...cem };
    const joined = (to: typeof mine): CallEvent => {
      const incarnations = { from: laterTheirs.incarnation, to };
      const offer = { ...description('offer', 'in'), from: cem.id, incarnations };
      return { type: 'server', event: { name: 'call:joined', data: { callId, member: impostor, offer } } };
    };
    expect(after(AT.connected, joined(mine)).state).toBe(AT.connected);
    const opened = after(AT.rejoining, MICROPHONE_LATER).state;
    const later = { ...opened, call: opened.call && { ...opened.call, joinSeq: 1 } } as typeof opened;
    expect(after(later, joined(mineLater)).state).toBe(later);
  });
});

test('which of the two offers is as the server counts', () => {
  const state = after(AT.connected, {
    type: 'resumed',
    callId,
    incarnation: mine,
    answer: { ok: true, members: [laterTheirs], joinSeq: 3, missing: [] },
  });
  expect(state.state.call).toMatchObject({ phase: 'rejoining', joinSeq: 3, peer: laterTheirs });
  expect(effects(state)).toEqual(['offer']);
});

describe('the lease of a ring', () => {
  test('is renewed by the caller every 4 s', () => {
    const step = at(AT.ringing, { type: 'time' }, NOW + LIMITS.renewMs);
    expect(effects(step)).toEqual(['renew']);
    expect(nextDeadline(step.state)).toBe(NOW + 2 * LIMITS.renewMs);
  });

  test('that is not renewed for 15 s leaves the ring unheard and unseen until it is', () => {
    const rung = after(IDLE, RING).state;
    const quiet = at(rung, { type: 'time' }, NOW + LIMITS.ringLeaseMs).state;
    expect([toneOf(quiet), badgeOf(quiet), shownRings(quiet)]).toEqual(['none', 'none', []]);
    const renewed: CallEvent = { type: 'server', event: { name: 'call:renewed', data: { callId } } };
    for (const event of [renewed, RING]) {
      expect(toneOf(at(quiet, event, NOW + LIMITS.ringLeaseMs + 1).state)).toBe('ring');
    }
  });

  test('renewed in time keeps it ringing', () => {
    const rung = after(IDLE, RING).state;
    const renewed: CallEvent = { type: 'server', event: { name: 'call:renewed', data: { callId } } };
    const kept = at(rung, renewed, NOW + 10_000).state;
    expect(toneOf(at(kept, { type: 'time' }, NOW + LIMITS.ringLeaseMs).state)).toBe('ring');
  });

  test('that lapsed at the server while this side was away says so to the caller', () => {
    const gone: CallEvent = {
      type: 'server',
      event: { name: 'call:ended', data: { callId, reason: 'gone', by: { id: me, name: bob.name } } },
    };
    expect(after(AT.ringing, gone).state.notice?.code).toBe('server-lost');
  });
});

describe('a media host that is lost under a call', () => {
  test('is replaced: microphone, offer as the one who joined last, and the server told', () => {
    const lost = after(AT.connected, { type: 'media-lost' });
    expect(effects(lost)).toEqual(['open-microphone']);
    const opened = after(lost.state, MICROPHONE_LATER);
    expect(opened.effects).toMatchObject([
      { type: 'offer', header: { from: me, to: bob.id, negotiation: 0 } },
    ]);
    const offer = ofLaterHost(description('offer', 'out'));
    const offered = after(opened.state, { type: 'offered', callId, description: offer });
    expect(offered.effects).toMatchObject([
      { type: 'resume', body: { callId, joinSeq: 1, members: [member], offers: [offer] } },
    ]);
    const held = after(offered.state, { type: 'candidates', batch });
    expect(held.effects).toEqual([]);
    const resumed = after(held.state, {
      type: 'resumed',
      callId,
      incarnation: mineLater,
      answer: { ok: true, members: [member], joinSeq: 1, missing: [] },
    });
    expect(resumed.state.call).toMatchObject({
      phase: 'connected',
      flowing: false,
      joinSeq: 1,
      connectedAt: NOW,
    });
    expect(effects(resumed)).toEqual(['send-candidates']);
  });

  test('stays muted', () => {
    const muted = after(AT.connected, { type: 'mute', callId, muted: true }, { type: 'media-lost' });
    expect(muted.effects).toContainEqual({ type: 'set-muted', callId, muted: true });
  });

  test('offers once more where the other was replaced too', () => {
    const state = after(AT.rejoining, MICROPHONE_LATER, {
      type: 'offered',
      callId,
      description: ofLaterHost(description('offer', 'out')),
    }).state;
    const step = after(state, {
      type: 'resumed',
      callId,
      incarnation: mineLater,
      answer: { ok: true, members: [laterTheirs], joinSeq: 3, missing: [bob.id] },
    });
    expect(step.effects).toMatchObject([
      { type: 'offer', header: { incarnations: { to: laterTheirs.incarnation } } },
    ]);
  });

  test('at the other side: its new offer is answered by the microphone that is open here', () => {
    const offer = { ...description('offer', 'in') };
    const incarnations = { ...offer.incarnations, from: laterTheirs.incarnation };
    const step = after(AT.connected, {
      type: 'server',
      event: {
        name: 'call:joined',
        data: { callId, member: laterTheirs, offer: { ...offer, incarnations } },
      },
    });
    expect(step.state.call).toMatchObject({ phase: 'connected', peer: laterTheirs });
    expect(effects(step)).toEqual(['answer']);
  });

  test.each([
    ['call-over', 'ended'],
    ['not-a-member', 'failed'],
  ] as const)('and cannot come back (%s) reads %s', (code, outcome) => {
    const offered = after(AT.rejoining, MICROPHONE_LATER, {
      type: 'offered',
      callId,
      description: ofLaterHost(description('offer', 'out')),
    }).state;
    const step = after(offered, {
      type: 'resumed',
      callId,
      incarnation: mineLater,
      answer: { ok: false, code },
    });
    expect(step.state).toMatchObject({ call: null, notice: { code: outcome } });
  });

  test('goes on without a microphone, as a running call does', () => {
    const answer = { ok: false, code: 'microphone-absent' } as const;
    const here = after(AT.rejoining, {
      type: 'media-here',
      incarnation: mineLater,
      callId,
      ...STANDING,
    }).state;
    const step = after(here, { type: 'microphone', callId, answer });
    expect(step.state.call).toMatchObject({ phase: 'rejoining', incarnation: mineLater });
    expect(step.effects).toMatchObject([{ type: 'offer', header: { incarnations: { from: mineLater } } }]);
  });

  test('where there is no media host that could go on without a microphone, ends and says why', () => {
    const answer = { ok: false, code: 'microphone-failed' } as const;
    const step = after(AT.rejoining, { type: 'microphone', callId, answer });
    expect(step.state).toMatchObject({ call: null, notice: { code: 'microphone-failed' } });
    expect(effects(step)).toEqual(['end', 'close']);
  });
});

describe('a browser that ended under a call', () => {
  const record = lastCallOf(AT.connected, [place], null, NOW);
  const rejoinable = record && rejoinableFrom(record, NOW + 60_000);
  const found = after(IDLE, { type: 'found', rejoinable: rejoinable as never }).state;

  test('left a record that is good for 120 s', () => {
    expect(record).toMatchObject({ callId, title: place.title, site: place.site, seenAt: NOW });
    expect(rejoinable?.deadlineAt).toBe(NOW + LIMITS.placeMs);
    expect(record && rejoinableFrom(record, NOW + LIMITS.placeMs)).toBeNull();
    expect(record && rejoinableFrom(record, NOW - 1)).toBeNull();
  });

  test('wrote it down while in the call, again every 10 s, and wiped it at the end', () => {
    expect(lastCallOf(AT.connected, [place], record, NOW + 9_999)).toBe(record);
    expect(lastCallOf(AT.connected, [], record, NOW + 10_000)).toMatchObject({
      title: place.title,
      seenAt: NOW + 10_000,
    });
    const muted = after(AT.connected, { type: 'mute', callId, muted: true }).state;
    expect(lastCallOf(muted, [place], record, NOW + 1)).toMatchObject({ muted: true });
    expect(lastCallOf(IDLE, [place], record, NOW)).toBeNull();
    expect(lastCallOf(found, [place], record, NOW)).toBe(record);
  });

  test('offers to go back, and goes back on the click', () => {
    expect(found.call).toBeNull();
    const step = after(found, { type: 'rejoin', callId });
    expect(step.state).toMatchObject({ call: { phase: 'rejoining', callId }, rejoinable: null });
    expect(effects(step)).toEqual(['open-microphone']);
  });

  test('is given up by hanging up, by another call, and by time', () => {
    expect(after(found, HANG_UP)).toMatchObject({
      state: { rejoinable: null, call: null },
      effects: [{ type: 'end', body: { callId, reason: 'hung-up' } }],
    });
    const started = after(found, { ...START, callId: otherCallId });
    expect(started.state.rejoinable).toBeNull();
    expect(effects(started)).toEqual(['end', 'reach']);
    const ring = { ...RING, ring: { ...RING.ring, callId: otherCallId } };
    const answered = after(found, ring, { type: 'accept', callId: otherCallId });
    expect(effects(answered)).toEqual(['end', 'claim', 'open-microphone']);
    const due = nextDeadline(found) ?? 0;
    expect(at(found, { type: 'time' }, due)).toMatchObject({
      state: { rejoinable: null },
      effects: [{ type: 'end', body: { callId, reason: 'connection-failed' } }],
    });
  });

  test('leaves the call that it remembers nothing of, and no other', () => {
    const over = { type: 'end', body: { callId, reason: 'connection-failed' } };
    expect(after(IDLE, back([callId], callId))).toEqual({ state: IDLE, effects: [over] });
    expect(after(IDLE, back([callId])).effects).toEqual([]);
    expect(after(found, back([callId], callId)).effects).toEqual([]);
    for (const state of [AT.inviting, AT.ringing, AT.answering, AT.joining, AT.connecting, AT.rejoining])
      expect(after(state, back([callId], callId)).effects).toEqual([]);
  });

  test('does not leave a call that its own invitation has become, the answer to which got lost', () => {
    expect(after(AT.inviting, back([otherCallId], otherCallId)).effects).toEqual([]);
    // cancelled meanwhile, and it rings here: the person may still answer
    expect(after(after(IDLE, RING).state, back([callId], callId)).effects).toEqual([]);
  });

  test('is not offered to go back once the other has ended it', () => {
    const step = after(found, {
      type: 'server',
      event: { name: 'call:ended', data: { callId, reason: 'hung-up', by: bob } },
    });
    expect(step.state.rejoinable).toBeNull();
  });
});

test('who cannot be heard is kept with the call, and a change of microphone is told', () => {
  const step = after(AT.connected, { type: 'trouble', callId, trouble: 'nothing-arrives' });
  expect(step.state.call).toMatchObject({ trouble: 'nothing-arrives' });
  expect(after(step.state, { type: 'trouble', callId, trouble: null }).state.call).toMatchObject({
    trouble: null,
  });
  const changed = after(AT.connected, { type: 'microphone-changed', callId, label: bob.name });
  expect(changed.state).toMatchObject({
    call: { phase: 'connected' },
    notice: { code: 'microphone-changed', name: bob.name },
  });
  const gone = after(changed.state, { type: 'trouble', callId, trouble: 'microphone-absent' });
  expect(gone.state.notice).toBeNull();
});
