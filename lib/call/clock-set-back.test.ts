import { describe, expect, test } from 'vitest';
import { LIMITS } from '../protocol/index.ts';
import { notPutOff } from './clock-set-back.ts';
import { nextDeadline } from './deadlines.ts';
import { lastCallOf } from './last-call.ts';
import { after, AT, callId, NOW, RING } from './testing.ts';
import { transition } from './transition.ts';
import { IDLE } from './state.ts';

const HOUR_MS = 3_600_000;
const EARLIER = NOW - HOUR_MS;

describe('a clock that is set back by an hour', () => {
  test.each([
    ['a call that rings', AT.ringing, LIMITS.renewMs],
    ['a call that is being answered', AT.answering, 125_000],
    [
      'a path that broke',
      after(AT.connected, { type: 'flow', callId, flowing: false, forMs: 2_000 }).state,
      125_000,
    ],
    ['a ring', after(IDLE, RING).state, LIMITS.ringLeaseMs],
  ])('puts off nothing of %s', (_, state, mostMs) => {
    const next = transition(state, { type: 'time' }, EARLIER).state;
    expect(nextDeadline(next)).toBeLessThanOrEqual(EARLIER + mostMs);
  });

  test('has the caller go on saying that they are there', () => {
    expect(transition(AT.ringing, { type: 'time' }, EARLIER).effects).toEqual([{ type: 'renew', callId }]);
  });

  test('has a running call written down anew', () => {
    const before = lastCallOf(AT.connected, [], null, NOW);
    expect(lastCallOf(AT.connected, [], before, EARLIER)).toMatchObject({ seenAt: EARLIER });
  });
});

test('a clock that goes on as it should changes nothing', () => {
  for (const state of Object.values(AT)) expect(notPutOff(state, NOW)).toBe(state);
});
