// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { createPlayback } from './playback.ts';
import type { MediaWorld } from './world.ts';

const STREAM = { id: 'of the other' } as MediaStream;
const TRACK = {
  streams: [STREAM],
  track: {} as MediaStreamTrack,
  receiver: { getStats: async () => Promise.resolve(new Map()) } as unknown as RTCRtpReceiver,
};

/** A computer whose loudspeakers come and go, and what its audio elements were told to play, one after the other. */
function computer(page: MediaWorld['page'] = null) {
  const events = new EventTarget();
  const played: unknown[] = [];
  const routed: string[] = [];
  let loudspeakers = 1;
  let missing = false;
  const audio = {
    autoplay: false,
    pause: () => undefined,
    async setSinkId(id: string) {
      routed.push(id);
      if (id !== '' && missing) throw new DOMException('not there', 'NotFoundError');
    },
    set srcObject(stream: MediaProvider | null) {
      played.push(stream);
    },
    get srcObject() {
      return (played.at(-1) ?? null) as MediaProvider | null;
    },
  };
  const world = {
    page,
    createAudio: () => audio,
    mediaDevices: {
      getUserMedia: async () => Promise.reject(new Error('not here')),
      addEventListener: events.addEventListener.bind(events),
      enumerateDevices: async () =>
        Promise.resolve(
          Array.from({ length: loudspeakers }, () => ({ kind: 'audiooutput' }) as MediaDeviceInfo),
        ),
    },
  };
  return {
    played,
    routed,
    world,
    lacksTheChosen(lacks: boolean) {
      missing = lacks;
    },
    async has(count: number) {
      loudspeakers = count;
      events.dispatchEvent(new Event('devicechange'));
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
    },
  };
}

test('when the only loudspeaker was unplugged and is back, the stream is set anew', async () => {
  const { world, played, has } = computer();
  createPlayback(world, null, () => undefined).play(TRACK);
  await has(0);
  expect(played).toEqual([STREAM]);
  await has(1);
  expect(played).toEqual([STREAM, null, STREAM]);
  await has(1);
  expect(played).toHaveLength(3);
});

test('a change that leaves a loudspeaker is the browser’s own to follow', async () => {
  const { world, played, has } = computer();
  createPlayback(world, null, () => undefined).play(TRACK);
  await has(2);
  await has(1);
  expect(played).toEqual([STREAM]);
});

test('after its end a playback plays nothing any more', async () => {
  const { world, played, has } = computer();
  const playback = createPlayback(world, null, () => undefined);
  playback.play(TRACK);
  await has(0);
  playback.close();
  await has(1);
  expect(played).toEqual([STREAM, null]);
});

test('Firefox comes back by itself', async () => {
  const { world, played, has } = computer(document);
  createPlayback(world, null, () => undefined).play(TRACK);
  await has(0);
  await has(1);
  expect(played).toEqual([STREAM]);
});

test('a chosen loudspeaker plays it, and another from the moment it is chosen', () => {
  const { world, routed } = computer();
  const playback = createPlayback(world, 'headset', () => undefined);
  playback.play(TRACK);
  expect(routed).toEqual(['headset']);
  playback.on('headset');
  playback.on('desk');
  playback.on(null);
  expect(routed).toEqual(['headset', 'desk', '']);
});

test('a chosen loudspeaker that is not there leaves it to the preferred one, until it comes', async () => {
  const { world, routed, has, lacksTheChosen } = computer();
  lacksTheChosen(true);
  createPlayback(world, 'headset', () => undefined).play(TRACK);
  await has(1);
  expect(routed).toEqual(['headset', '', 'headset', '']);
  lacksTheChosen(false);
  routed.length = 0;
  await has(2);
  expect(routed).toEqual(['headset']);
});
