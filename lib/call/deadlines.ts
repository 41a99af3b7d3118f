import { lose } from './media.ts';
import { LIMITS } from '../protocol/index.ts';
import { giveUpRejoinable } from './rejoin.ts';
import { dropRing, quieten } from './rings.ts';
import { type CallState, otherOf } from './state.ts';
import { finish, proceed, stay, type Step } from './step.ts';

/** The earliest time at which something is due; undefined: nothing is. Unix time in ms. */
export function nextDeadline(state: CallState): number | undefined {
  const due = [
    state.call?.deadlineAt,
    state.call?.phase === 'ringing' ? state.call.renewAt : undefined,
    state.notice?.deadlineAt,
    state.rejoinable?.deadlineAt,
    ...state.rings.flatMap((ring) => (ring.quiet ? [ring.deadlineAt] : [ring.deadlineAt, ring.leaseAt])),
  ];
  const times = due.filter((at) => at !== null && at !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Everything that is due by now takes its way out. */
export function time(state: CallState, nowMs: number): Step {
  let next = state;
  if (next.notice && next.notice.deadlineAt <= nowMs) next = { ...next, notice: null };
  for (const ring of state.rings) {
    if (ring.deadlineAt <= nowMs) next = dropRing(next, ring.callId, 'missed', nowMs).state;
  }
  next = quieten(next, nowMs);
  if (next.rejoinable && next.rejoinable.deadlineAt <= nowMs) {
    // where both browsers ended nobody else tells the server, to whom both are still in their call
    const given = giveUpRejoinable(next, 'connection-failed');
    const step = time(given.state, nowMs);
    return { state: step.state, effects: [...given.effects, ...step.effects] };
  }
  const { call } = next;
  if (call?.phase === 'ringing' && call.deadlineAt > nowMs && call.renewAt <= nowMs) {
    const renewAt = nowMs + LIMITS.renewMs;
    return proceed(next, { ...call, renewAt }, { type: 'renew', callId: call.callId });
  }
  return call && call.deadlineAt !== null && call.deadlineAt <= nowMs ? expire(next, nowMs) : stay(next);
}

function expire(state: CallState, nowMs: number): Step {
  const { call } = state;
  if (!call) return stay(state);
  const { callId } = call;
  switch (call.phase) {
    case 'checking':
      return finish(state, call, { code: 'server-down' }, nowMs);
    case 'opening':
      return finish(state, call, { code: 'microphone-timeout' }, nowMs);
    case 'inviting':
      return finish(state, call, { code: 'server-down' }, nowMs, {
        type: 'end',
        body: { callId, reason: 'cancelled' },
      });
    case 'ringing':
    case 'answering':
      return finish(state, call, { code: 'no-answer', name: otherOf(call)?.name }, nowMs, {
        type: 'end',
        body: { callId, reason: 'no-answer' },
      });
    case 'joining':
      if (call.microphoneOpen && !call.members) {
        return finish(state, call, { code: 'server-lost', name: call.from.name }, nowMs, {
          type: 'release',
          body: { callId, reason: 'failed' },
        });
      }
      if (call.microphoneOpen) return lose(state, 'failed', nowMs);
      return finish(state, call, { code: 'microphone-timeout' }, nowMs, {
        type: 'release',
        body: { callId, reason: 'microphone-timeout' },
      });
    case 'connecting':
      return lose(state, 'connection-failed', nowMs);
    case 'connected':
    case 'rejoining':
      return lose(state, 'connection-lost', nowMs);
  }
}
