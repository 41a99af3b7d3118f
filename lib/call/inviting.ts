import { type CommandBody, type Incarnation, LIMITS } from '../protocol/index.ts';
import type { Call } from './state.ts';

type Outgoing = Extract<Call, { phase: 'opening' | 'inviting' | 'ringing' | 'answering' }>;

/** The invitation to a call, which rings for its whole time. */
export function invitation(call: Outgoing, incarnation: Incarnation): CommandBody<'call:invite'> {
  const { callId, conversation, kind, to } = call;
  return {
    ...{ callId, conversation, kind, incarnation },
    ...(to ? { to } : {}),
    memberLimit: LIMITS.membersPerCall,
    ringForMs: LIMITS.ringMs,
  };
}
