import { expect, test } from 'vitest';
import { playSample } from './sample-tone.ts';
import { MOTIFS } from './tone-motif.ts';

/** A browser's sound: what was connected to what, how loud, and where it went. */
function world({ loudspeakerIsThere = true } = {}) {
  const did: string[] = [];
  const gain = { value: 1 };
  const stream = {} as MediaStream;
  let end = (): void => {};
  const audio = {
    autoplay: false,
    srcObject: null as MediaProvider | null,
    pause: () => void did.push('pause'),
    async setSinkId(id: string) {
      did.push(`loudspeaker ${id}`);
      if (!loudspeakerIsThere) throw new DOMException('', 'NotFoundError');
    },
  };
  const context = {
    sampleRate: 8_000,
    createBuffer: (_: number, length: number) => ({
      copyToChannel: () => void did.push(`${length} samples`),
    }),
    createBufferSource: () => ({
      connect: (to: unknown) => to,
      addEventListener: (_: string, listener: () => void) => (end = listener),
      start: () => void did.push(audio.autoplay && audio.srcObject === stream ? 'start' : 'start unheard'),
    }),
    createGain: () => ({ gain, connect: (to: unknown) => to }),
    createMediaStreamDestination: () => ({ stream }),
    close: async () => void did.push('close'),
  };
  return {
    did,
    gain,
    audio,
    end: () => end(),
    world: { createAudioContext: () => context as unknown as AudioContext, createAudio: () => audio },
  };
}
const turn = async () => new Promise((resolve) => setTimeout(resolve, 0));

test('the ring is played once, as loud as it gets at that volume, and closed when it is over', async () => {
  const { did, gain, audio, end, world: browser } = world();
  const played = playSample(browser, null, 0.5);
  await turn();
  expect(did).toEqual([`${MOTIFS.ring.lengthSeconds * 8_000} samples`, 'start']);
  expect(gain.value).toBe(MOTIFS.ring.loudest / 2);
  end();
  await played;
  expect(did.slice(2)).toEqual(['pause', 'close']);
  expect(audio.srcObject).toBeNull();
});

test.each([true, false])(
  'a chosen loudspeaker plays it; where that is not there (%s), the preferred one',
  async (loudspeakerIsThere) => {
    const { did, end, world: browser } = world({ loudspeakerIsThere });
    const played = playSample(browser, 'television', 1);
    await turn();
    expect(did.slice(1)).toEqual(['loudspeaker television', 'start']);
    end();
    await played;
  },
);
