import { lose } from './media.ts';
import { dropRing } from './server.ts';
import { type CallState, otherOf } from './state.ts';
import { finish, stay, type Step } from './step.ts';

/** The earliest time at which something is due; undefined: nothing is. Unix time in ms. */
export function nextDeadline(state: CallState): number | undefined {
  const due = [
    state.call?.deadlineAt,
    state.notice?.deadlineAt,
    ...state.rings.map((ring) => ring.deadlineAt),
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
  const { call } = next;
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
      if (call.microphoneOpen) return lose(state, 'failed', nowMs);
      return finish(state, call, { code: 'microphone-timeout' }, nowMs, {
        type: 'release',
        body: { callId, reason: 'microphone-timeout' },
      });
    case 'connecting':
    case 'connected':
      return lose(state, 'connection-failed', nowMs);
  }
}

/** After a wake: set-up that needed this context's promises is lost; rings and calls go on, deadlines stand. */
export function woken(state: CallState, nowMs: number): Step {
  switch (state.call?.phase) {
    case 'checking':
    case 'opening':
    case 'inviting':
    case 'joining':
      return lose(state, 'failed', nowMs);
    case 'ringing':
    case 'answering':
    case 'connecting':
    case 'connected':
    case undefined:
      return time(state, nowMs);
  }
}
