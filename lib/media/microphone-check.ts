import type { MediaWorld } from './world.ts';

/** An open microphone that somebody tries: how loud it is, and on request what it hears, a second later. */
export interface MicrophoneCheck {
  /** The loudest sample of the last 50 ms or so, as a share of full scale. */
  level(): number;
  /** Plays to the loudspeaker what the microphone hears. */
  echo(wanted: boolean): void;
  close(): void;
}

/** Long enough to have said a word before it comes back. */
const ECHO_AFTER_S = 1;
const WINDOW_SAMPLES = 2_048;

export function checkMicrophone(
  { createAudioContext }: Pick<MediaWorld, 'createAudioContext'>,
  stream: MediaStream,
): MicrophoneCheck {
  const context = createAudioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW_SAMPLES;
  const samples = new Float32Array(WINDOW_SAMPLES);
  const delay = context.createDelay(ECHO_AFTER_S);
  delay.delayTime.value = ECHO_AFTER_S;
  const volume = context.createGain();
  volume.gain.value = 0;
  source.connect(analyser);
  source.connect(delay).connect(volume).connect(context.destination);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
    },
    echo(wanted) {
      volume.gain.value = wanted ? 1 : 0;
    },
    close: () => void context.close(),
  };
}
