import { type CallId, failure } from '../../lib/protocol/index.ts';
import type { State } from './state.ts';

/** The answer to a command about a call that is not on: it is over, or was never heard of by this server. */
export function notOn(state: State, callId: CallId) {
  return failure(state.tombstones.has(callId) ? 'call-over' : 'call-unknown');
}
