import type { Name } from '../protocol/index.ts';
import type { Effect } from './effect.ts';
import type { OutcomeCode } from './outcome.ts';
import { type Call, type CallState, otherOf } from './state.ts';
import { NOTICE_MS } from './timing.ts';

/** What one event leads to. */
export interface Step {
  readonly state: CallState;
  readonly effects: readonly Effect[];
}

/** Nothing changes: the event is stale, or not for this phase. */
export function stay(state: CallState): Step {
  return { state, effects: [] };
}

/** The call goes on as `call`. */
export function proceed(state: CallState, call: Call, ...effects: Effect[]): Step {
  return { state: { ...state, call }, effects };
}

/** The call is over for this installation, and this is how the person reads it. */
export function finish(
  state: CallState,
  call: Call,
  outcome: { readonly code: OutcomeCode; readonly name?: Name | null | undefined },
  nowMs: number,
  ...effects: Effect[]
): Step {
  const notice = {
    callId: call.callId,
    code: outcome.code,
    name: outcome.name ?? null,
    conversation: call.conversation,
    to: otherOf(call)?.id ?? ('to' in call ? call.to : null),
    deadlineAt: nowMs + NOTICE_MS,
  };
  return { state: { ...state, call: null, notice }, effects };
}
