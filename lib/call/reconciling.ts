import type { MediaStanding } from './event.ts';
import { connection, flow, peerMuted } from './path.ts';
import type { Call, CallState } from './state.ts';
import { stay, type Step } from './step.ts';

/**
 * An earlier life of this context may have died between what it heard and what it kept, or between what it kept and what it
 * did. The media host is the truth of the path, and the state of what the person wants.
 */
export function reconciled(state: CallState, call: Call, standing: MediaStanding, nowMs: number): Step {
  const { callId } = call;
  const steps = [
    (next: CallState) => pathAsItIs(next, callId, standing, nowMs),
    (next: CallState) => peerMuted(next, { type: 'peer-muted', callId, muted: standing.peerMuted }),
  ];
  const mute =
    standing.muted === call.muted ? [] : [{ type: 'set-muted', callId, muted: call.muted } as const];
  return steps.reduce<Step>(
    (done, take) => {
      const step = take(done.state);
      return { state: step.state, effects: [...done.effects, ...step.effects] };
    },
    { state, effects: mute },
  );
}

function pathAsItIs(state: CallState, callId: Call['callId'], standing: MediaStanding, nowMs: number): Step {
  const { call } = state;
  const { silentForMs } = standing;
  const changed = { type: 'connection', callId, state: standing.connection } as const;
  const flows = { type: 'flow', callId, flowing: silentForMs === null, forMs: silentForMs ?? 0 } as const;
  if (call?.phase === 'connecting') {
    const step = connection(state, changed, nowMs);
    if (silentForMs === null || step.state.call?.phase !== 'connected') return step;
    const silent = flow(step.state, flows, nowMs);
    return { state: silent.state, effects: [...step.effects, ...silent.effects] };
  }
  if (call?.phase !== 'connected') return stay(state);
  if (silentForMs !== null) return call.flowing ? flow(state, flows, nowMs) : stay(state);
  if (standing.connection === 'new') return stay(state);
  if (!call.flowing || call.deadlineAt !== null) return flow(state, flows, nowMs);
  return standing.connection === 'connected' ? stay(state) : connection(state, changed, nowMs);
}
