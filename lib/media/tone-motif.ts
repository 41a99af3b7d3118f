import type { Tone } from './port.ts';

/** One note of a motif: when it starts, its pitch, and how long it takes to fade to a thousandth (-60 dB). */
interface Note {
  readonly atSeconds: number;
  readonly hertz: number;
  readonly fadeSeconds: number;
}

/** A motif that is repeated: its notes, and how loud it starts and gets (1 is full scale). */
export interface Motif {
  readonly lengthSeconds: number;
  readonly notes: readonly Note[];
  /** Overtones by number with their share: the fewer and lower, the warmer. */
  readonly overtones: readonly (readonly [number, number])[];
  readonly softest: number;
  readonly loudest: number;
  readonly riseSeconds: number;
}

const G4 = 392;
const C5 = 523.25;

/**
 * The ring: a rising fourth on a marimba, said twice, then a pause to speak in. It starts as a hint and is plain after three
 * repeats. Ringback: the same fourth, lower, slower and quiet, since it is in an ear already.
 */
export const MOTIFS: Readonly<Record<Exclude<Tone, 'none'>, Motif>> = {
  ring: {
    lengthSeconds: 3,
    notes: [
      { atSeconds: 0, hertz: G4, fadeSeconds: 0.9 },
      { atSeconds: 0.22, hertz: C5, fadeSeconds: 1.2 },
      { atSeconds: 0.8, hertz: G4, fadeSeconds: 0.9 },
      { atSeconds: 1.02, hertz: C5, fadeSeconds: 1.5 },
    ],
    overtones: [
      [1, 0.8],
      [4, 0.12],
      [2, 0.08],
    ],
    softest: 0.08,
    loudest: 0.45,
    riseSeconds: 8,
  },
  ringback: {
    lengthSeconds: 4,
    notes: [
      { atSeconds: 0, hertz: G4 / 2, fadeSeconds: 1.4 },
      { atSeconds: 0.4, hertz: C5 / 2, fadeSeconds: 1.8 },
    ],
    overtones: [
      [1, 0.8],
      [2, 0.2],
    ],
    softest: 0.12,
    loudest: 0.12,
    riseSeconds: 0,
  },
};

/** A note that starts within these is no click. */
const ATTACK_SECONDS = 0.012;

/** One repeat of a motif as samples between -1 and 1. It ends in silence, so it can be looped. */
export function samplesOf(motif: Motif, sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(motif.lengthSeconds * sampleRate));
  for (const note of motif.notes) {
    const start = Math.round(note.atSeconds * sampleRate);
    // A little longer than the fade to -60 dB, with a last slope to zero.
    const length = Math.min(Math.round(note.fadeSeconds * sampleRate), samples.length - start);
    for (let i = 0; i < length; i++) {
      const seconds = i / sampleRate;
      const attack = Math.min(1, seconds / ATTACK_SECONDS);
      const decay = 0.001 ** (seconds / note.fadeSeconds) * (1 - i / length);
      let wave = 0;
      for (const [number, share] of motif.overtones)
        wave += share * Math.sin(2 * Math.PI * number * note.hertz * seconds);
      samples[start + i] = (samples[start + i] ?? 0) + 0.5 * attack * decay * wave;
    }
  }
  return samples;
}
