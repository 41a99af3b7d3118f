/**
 * Whether a microphone gives digital silence, by its loudest sample from one look to the next.
 *
 * Measured in Chromium 156 and Firefox 153 with PulseAudio sources, windows of 43 ms, without and with sound processing.
 * A source that nothing plays to gives exact zeros in every window, with and without; after speech, noise suppression lets
 * its own past fade to below -400 dB of full scale within a second. The faintest noise that 16 bit can hold (-85 dB) gives
 * no such window: -86 dB without, between -135 and -84 dB with sound processing. So noise suppression does not turn a quiet
 * room into zeros, and no room is as quiet as nothing: -80 dB would be within what a quiet room gives.
 */
export interface Silence {
  /**
   * About once a second. `peak`: the loudest sample's share of full scale; null where nobody listened. `muted`: by the
   * person. Returns whether it is silent.
   */
  look(peak: number | null, muted: boolean, nowMs: number): boolean;
}

/** -140 dB of full scale: below the faintest noise that was seen, above what fades after speech. */
const DIGITAL_SILENCE = 1e-7;
/** One from which nothing has come since it was opened: switched off, or the wrong one. */
const NEVER_HEARD_MS = 5_000;
/**
 * One that has been heard: a noise gate (in a headset, or in a program that cleans the voice) gives exact zeros while its
 * owner listens, and nothing tells that from a switch. Somebody may well say nothing for a minute.
 */
const HEARD_BEFORE_MS = 75_000;

export function createSilence(): Silence {
  let heard = false;
  let sinceMs: number | null = null;
  return {
    look(peak, muted, nowMs) {
      if (peak === null || muted) sinceMs = null;
      else if (peak > DIGITAL_SILENCE) {
        heard = true;
        sinceMs = null;
      } else sinceMs ??= nowMs;
      return sinceMs !== null && nowMs - sinceMs >= (heard ? HEARD_BEFORE_MS : NEVER_HEARD_MS);
    },
  };
}
