import { meanSquare, powerAt } from './goertzel.ts';

/** A built-in voice: a distinct pitch, so that what a loudspeaker plays tells who speaks. */
export interface Voice {
  readonly pitchHz: number;
}

/** Far enough apart for windows of 20 ms, and no one's overtones near those of another. */
export const VOICES = {
  low: { pitchHz: 290 },
  middle: { pitchHz: 410 },
  high: { pitchHz: 530 },
} as const satisfies Record<string, Voice>;

const SYLLABLE_MS = 250;
const SYLLABLE_EVERY_MS = 400;
const HARMONICS = [1, 2, 3];
/** -60 dB of full scale: what is quieter nobody hears. */
const AUDIBLE = 1e-6;

/**
 * Syllables of a buzzing, gliding tone, 16 bit, one channel: noise suppression takes a steady tone for noise
 * and removes it, but leaves this alone. The length is a whole number of syllables, so it can be repeated.
 */
export function speech(voice: Voice, syllables: number, sampleRateHz: number): Int16Array {
  const every = (SYLLABLE_EVERY_MS * sampleRateHz) / 1000;
  const sounding = (SYLLABLE_MS * sampleRateHz) / 1000;
  const samples = new Int16Array(Math.round(every * syllables));
  let phase = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const at = index % every;
    if (at >= sounding) continue;
    const through = at / sounding;
    // As in speech the pitch falls a little within a syllable, and syllables swell and fade.
    phase += (2 * Math.PI * voice.pitchHz * (1.015 - 0.03 * through)) / sampleRateHz;
    const loudness = Math.sin(Math.PI * through) ** 0.5;
    let sum = 0;
    for (let harmonic = 1; harmonic <= 6; harmonic += 1) sum += Math.sin(phase * harmonic) / harmonic;
    samples[index] = Math.round(sum * loudness * 0.25 * 32_767);
  }
  return samples;
}

/** A second of the voice's pitch alone, without a break: with sound processing off, whatever is missing of it is a gap. */
export function tone({ pitchHz }: Voice, sampleRateHz: number): Int16Array {
  const step = (2 * Math.PI * pitchHz) / sampleRateHz;
  return Int16Array.from({ length: sampleRateHz }, (_, index) => Math.sin(step * index) * 0.25 * 32_767);
}

/** Whether a window (10 ms or more) of sound is that voice's {@link tone}. */
export function holdsTone(samples: Float32Array, voice: Voice, sampleRateHz: number): boolean {
  const total = meanSquare(samples);
  return total >= AUDIBLE && powerAt(samples, voice.pitchHz, sampleRateHz) / total > 0.4;
}

/** Whether a window (20 ms) of sound holds that voice: all its lower overtones, which a ring tone does not have. */
export function holdsVoice(samples: Float32Array, voice: Voice, sampleRateHz: number): boolean {
  const total = meanSquare(samples);
  if (total < AUDIBLE) return false;
  const shares = HARMONICS.map(
    (harmonic) => powerAt(samples, voice.pitchHz * harmonic, sampleRateHz) / total,
  );
  const together = shares.reduce((sum, share) => sum + share, 0);
  return together > 0.3 && shares.every((share) => share > 0.02);
}

/** Whether a window of sound can be heard at all. */
export function isAudible(samples: Float32Array): boolean {
  return meanSquare(samples) >= AUDIBLE;
}
