import type { SoundChoice } from './sound-choice.ts';
import { MOTIFS, samplesOf } from './tone-motif.ts';
import type { MediaWorld } from './world.ts';

/**
 * The ring, once: to hear how loud it is, or whether a loudspeaker plays. It goes by an audio element, since Firefox routes
 * no AudioContext. Resolves when it was played.
 */
export async function playSample(
  { createAudioContext, createAudio }: Pick<MediaWorld, 'createAudioContext' | 'createAudio'>,
  loudspeaker: SoundChoice['loudspeaker'],
  /** As a share of the loudest. */
  volume: number,
): Promise<void> {
  const context = createAudioContext();
  const samples = samplesOf(MOTIFS.ring, context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  const gain = context.createGain();
  gain.gain.value = MOTIFS.ring.loudest * volume;
  const out = context.createMediaStreamDestination();
  source.connect(gain).connect(out);
  const audio = createAudio();
  audio.autoplay = true;
  if (loudspeaker !== null) await audio.setSinkId(loudspeaker).catch(() => {}); // then on the preferred one
  audio.srcObject = out.stream;
  const played = Promise.withResolvers<void>();
  source.addEventListener('ended', () => played.resolve());
  source.start();
  await played.promise;
  audio.pause();
  audio.srcObject = null;
  await context.close();
}
