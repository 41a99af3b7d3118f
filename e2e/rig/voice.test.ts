import { describe, expect, test } from 'vitest';
import { meanSquare, powerAt } from './goertzel.ts';
import { holdsVoice, isAudible, speech, VOICES } from './voice.ts';
import type { Voice } from './voice.ts';

const RATE_HZ = 16_000;
const WINDOW = (RATE_HZ * 20) / 1000;

function sine(frequencyHz: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: WINDOW },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequencyHz * index) / RATE_HZ),
  );
}

function windowsOf(samples: Int16Array): Float32Array[] {
  const floats = Float32Array.from(samples, (sample) => sample / 32_768);
  return Array.from({ length: Math.floor(floats.length / WINDOW) }, (_, index) =>
    floats.subarray(index * WINDOW, (index + 1) * WINDOW),
  );
}

function share(heard: Int16Array, voice: Voice): number {
  const windows = windowsOf(heard);
  return windows.filter((window) => holdsVoice(window, voice, RATE_HZ)).length / windows.length;
}

describe('the power of a frequency', () => {
  test('of a sine at that frequency is half its amplitude squared', () => {
    expect(powerAt(sine(400, 0.5), 400, RATE_HZ)).toBeCloseTo(0.125, 2);
    expect(powerAt(sine(400, 0.05), 400, RATE_HZ)).toBeCloseTo(0.00125, 4);
  });

  test('of a sine elsewhere is next to nothing', () => {
    expect(powerAt(sine(700, 0.5), 400, RATE_HZ)).toBeLessThan(0.0005);
  });

  test('the mean square of silence is zero', () => {
    expect(meanSquare(new Float32Array(WINDOW))).toBe(0);
  });
});

describe('a voice', () => {
  const voices = Object.entries(VOICES);

  test.each(voices)('%s is found in its own speech, about as often as it sounds', (_name, voice) => {
    expect(share(speech(voice, 10, RATE_HZ), voice)).toBeGreaterThan(0.5);
  });

  test.each(voices)('%s is not found in the speech of the others', (_name, voice) => {
    for (const [, other] of voices.filter(([, each]) => each !== voice)) {
      expect(share(speech(other, 10, RATE_HZ), voice)).toBe(0);
    }
  });

  test('is still found while another speaks at the same time', () => {
    const low = speech(VOICES.low, 10, RATE_HZ);
    const high = speech(VOICES.high, 10, RATE_HZ);
    const both = low.map((sample, index) => (sample + (high[index] ?? 0)) / 2);
    expect(share(both, VOICES.low)).toBeGreaterThan(0.2);
    expect(share(both, VOICES.middle)).toBe(0);
  });

  test('is not found in a plain tone of its pitch, such as a ring tone may be', () => {
    expect(holdsVoice(sine(VOICES.middle.pitchHz, 0.5), VOICES.middle, RATE_HZ)).toBe(false);
  });

  test('has pauses that cannot be heard', () => {
    const windows = windowsOf(speech(VOICES.low, 10, RATE_HZ));
    const audible = windows.filter(isAudible).length / windows.length;
    expect(audible).toBeGreaterThan(0.55);
    expect(audible).toBeLessThan(0.75);
  });
});
