import type { Tone } from './port.ts';
import { MOTIFS, samplesOf, type Motif } from './tone-motif.ts';

/** The ring and ringback of one document. */
export interface Tones {
  /**
   * The tone that is to sound from now on, instead of any other; the same again changes nothing. `volume`: how loud it
   * gets, as a share of its loudest.
   */
  play(tone: Tone, volume: number): void;
}

/** Short enough to be "at once" after a click, long enough not to click itself. */
const FADE_SECONDS = 0.03;
/** After the fade the context is closed; while silent there is none. */
const CLOSE_MS = 50;

export function createTones(createAudioContext: () => AudioContext): Tones {
  let current: Tone = 'none';
  let silence = (): void => {};

  return {
    play(tone, share) {
      if (tone === current) return;
      current = tone;
      silence();
      silence = tone === 'none' ? () => {} : repeat(MOTIFS[tone], share, createAudioContext());
    },
  };
}

/**
 * Loops a motif from soft to loud. All of it is scheduled ahead on the audio clock: a hidden document's timers
 * are throttled, its sound is not. Returns what silences it.
 */
function repeat(motif: Motif, share: number, context: AudioContext): () => void {
  const samples = samplesOf(motif, context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = true;
  const volume = context.createGain();
  volume.gain.setValueAtTime(motif.softest * share, context.currentTime);
  volume.gain.linearRampToValueAtTime(motif.loudest * share, context.currentTime + motif.riseSeconds);
  // A node of its own: not every browser can cut short a rise that is under way.
  const fade = context.createGain();
  source.connect(volume).connect(fade).connect(context.destination);
  source.start();

  return () => {
    fade.gain.setTargetAtTime(0, context.currentTime, FADE_SECONDS / 5);
    // By a timer, since the audio clock of a machine without a loudspeaker stands still.
    setTimeout(() => void context.close().catch(() => {}), CLOSE_MS);
  };
}
