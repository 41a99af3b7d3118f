import type { MediaWorld } from './world.ts';

/** How loud a microphone is, and silence to send in the place of one. Measured cost: under half a percent of a core. */
export interface SoundMeter {
  /** From now on; null: to nothing. */
  listen(stream: MediaStream | null): void;
  /** The loudest sample of the last 0.7 s, as a share of full scale; null where that cannot be said (yet). */
  peak(): number | null;
  /** Sends packets like a microphone does in which nobody speaks: the other's side sees that the path is there. */
  readonly silence: MediaStream;
  close(): void;
}

/** The most that an AnalyserNode holds (W3C Web Audio 1.8): 0.7 s at 48 kHz. */
const WINDOW_SAMPLES = 32_768;

/**
 * Not the statistics of what is sent: Firefox 153 gives no energy of it, and Chromium's is of whole numbers of 16 bit, which
 * a voice behind noise suppression may fall below.
 */
export function createSoundMeter({
  createListeningContext,
}: Pick<MediaWorld, 'createListeningContext'>): SoundMeter {
  const context = createListeningContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW_SAMPLES;
  const samples = new Float32Array(WINDOW_SAMPLES);
  const silence = context.createMediaStreamDestination();
  // With nothing connected to it nothing is sent (Chromium 156), not even silence.
  const nothing = context.createConstantSource();
  nothing.offset.value = 0;
  nothing.connect(silence);
  nothing.start();
  let source: MediaStreamAudioSourceNode | null = null;
  let listeningSince = 0;
  let lookedAt = 0;

  return {
    silence: silence.stream,
    listen(stream) {
      source?.disconnect();
      source = stream && context.createMediaStreamSource(stream);
      source?.connect(analyser);
      listeningSince = context.currentTime;
    },
    peak() {
      const { currentTime } = context;
      // Without a loudspeaker some contexts stand still, and hold what they heard before that.
      const stands = currentTime === lookedAt;
      lookedAt = currentTime;
      const full = currentTime - listeningSince >= WINDOW_SAMPLES / context.sampleRate;
      if (!source || stands || !full) return null;
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
    },
    close() {
      source?.disconnect();
      void context.close();
    },
  };
}
