import { time } from './deadlines.ts';
import type { Effect } from './effect.ts';
import { invitation } from './inviting.ts';
import { rejoin } from './rejoin.ts';
import type { Call, CallState } from './state.ts';
import { proceed, type Step } from './step.ts';

/**
 * Another life of this context: what the earlier one had asked for and not heard of is asked again, by the same ids, so
 * that what was done already is not done twice. Deadlines stand.
 */
export function woken(state: CallState, nowMs: number): Step {
  const step = time(state, nowMs);
  const { call } = step.state;
  if (!call || call !== state.call) return step;
  const again = askedAgain(step.state, call);
  return { state: again.state, effects: [...step.effects, ...again.effects] };
}

function askedAgain(state: CallState, call: Call): Step {
  const { callId } = call;
  switch (call.phase) {
    case 'checking':
      return proceed(state, call, { type: 'reach', callId, conversation: call.conversation });
    case 'opening':
      return proceed(state, call, { type: 'open-microphone', callId });
    case 'inviting':
      return proceed(state, call, { type: 'invite', body: invitation(call, call.incarnation) });
    case 'joining': {
      const { accepted, incarnation, offer, members } = call;
      const effects: Effect[] = [{ type: 'open-microphone', callId }];
      if (!members) effects.push({ type: 'claim', callId });
      if (accepted && offer && incarnation)
        effects.push({ type: 'accept', body: { callId, incarnation, offers: [offer] } });
      // without its offer it begins with the microphone's answer, which is given again
      const begun = offer ? call : { ...call, incarnation: null, microphoneOpen: false };
      return proceed(state, begun, ...effects);
    }
    case 'rejoining':
      return rejoin(state, call, call.deadlineAt);
    case 'ringing':
    case 'answering':
    case 'connecting':
    case 'connected':
      return { state, effects: [] };
  }
}
