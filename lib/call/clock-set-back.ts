import { LIMITS } from '../protocol/index.ts';
import type { CallState, IncomingRing } from './state.ts';
import { NOTICE_MS, SLACK_MS } from './timing.ts';

/** Nothing of a call takes longer than a place is held. */
const CALL_MS = LIMITS.placeMs + SLACK_MS;
const RING_MS = LIMITS.ringMs + SLACK_MS;

/**
 * The state without what a clock that was set back would put off, for an hour perhaps: nothing is due later from now than
 * it could be. The same object where that is so.
 */
export function notPutOff(state: CallState, nowMs: number): CallState {
  const { call, rejoinable, notice } = state;
  const isLate = (at: number, mostMs: number) => at > nowMs + mostMs;
  const isLateRing = (ring: IncomingRing) =>
    isLate(ring.deadlineAt, RING_MS) || isLate(ring.leaseAt, LIMITS.ringLeaseMs);
  const sooner = (at: number, mostMs: number) => Math.min(at, nowMs + mostMs);
  let next = state;
  if (call && call.deadlineAt !== null && isLate(call.deadlineAt, CALL_MS))
    next = { ...next, call: { ...call, deadlineAt: sooner(call.deadlineAt, CALL_MS) } };
  if (next.call?.phase === 'ringing' && isLate(next.call.renewAt, LIMITS.renewMs))
    next = { ...next, call: { ...next.call, renewAt: nowMs } };
  if (rejoinable && isLate(rejoinable.deadlineAt, CALL_MS))
    next = { ...next, rejoinable: { ...rejoinable, deadlineAt: sooner(rejoinable.deadlineAt, CALL_MS) } };
  if (notice && isLate(notice.deadlineAt, NOTICE_MS))
    next = { ...next, notice: { ...notice, deadlineAt: sooner(notice.deadlineAt, NOTICE_MS) } };
  if (state.rings.some(isLateRing))
    next = {
      ...next,
      rings: state.rings.map((ring) => ({
        ...ring,
        deadlineAt: sooner(ring.deadlineAt, RING_MS),
        leaseAt: sooner(ring.leaseAt, LIMITS.ringLeaseMs),
      })),
    };
  return next;
}
