import type { CallState } from './state.ts';

/**
 * What sounds: a function of the state, so it falls silent with the state it belongs to. `ring` at the one who is
 * called, `ringback` at the caller.
 */
export function toneOf(state: CallState): 'none' | 'ring' | 'ringback' {
  if (!state.call) return shownRings(state).length > 0 ? 'ring' : 'none';
  return state.call.phase === 'ringing' ? 'ringback' : 'none';
}

/** The rings to show: none while a call or its set-up is on, and none whose caller may be gone. */
export function shownRings(state: CallState): CallState['rings'] {
  return state.call ? [] : state.rings.filter((ring) => !ring.quiet);
}

/** What the toolbar badge tells. */
export type Badge = 'none' | 'ringing' | 'in-call' | 'muted' | 'rejoin';
export function badgeOf(state: CallState): Badge {
  if (!state.call) {
    if (shownRings(state).length > 0) return 'ringing';
    return state.rejoinable ? 'rejoin' : 'none';
  }
  return state.call.muted ? 'muted' : 'in-call';
}
