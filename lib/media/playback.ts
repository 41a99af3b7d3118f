import type { SoundChoice } from './sound-choice.ts';
import { watchFirstSound } from './first-sound.ts';
import type { MediaWorld } from './world.ts';

/** Plays what a peer sends, until closed. */
export interface Playback {
  play(event: Pick<RTCTrackEvent, 'streams' | 'track' | 'receiver'>): void;
  /** On this loudspeaker from now on; null: on the system's preferred one. */
  on(loudspeaker: SoundChoice['loudspeaker']): void;
  close(): void;
}

/**
 * Chromium 156 moves to another loudspeaker by itself when one is unplugged; but after the only one it plays on to nothing,
 * also when that is back: then the stream has to be set anew, and a chosen one has to be asked for again. Firefox 153 comes back by itself (and lists no devices in
 * a hidden page).
 */
export function createPlayback(
  { createAudio, mediaDevices, page }: Pick<MediaWorld, 'createAudio' | 'mediaDevices' | 'page'>,
  chosen: SoundChoice['loudspeaker'],
  onFirstSound: () => void,
): Playback {
  let audio: ReturnType<MediaWorld['createAudio']> | null = null;
  let stopWatching = (): void => {};
  let toNothing = false;
  let loudspeaker = chosen;
  const over = new AbortController();

  /** One that is not there, or that the browser does not give: then it is the system's preferred one. */
  function route(): void {
    if (!audio) return;
    const { setSinkId } = audio;
    setSinkId.call(audio, loudspeaker ?? '').catch(() => setSinkId.call(audio, '').catch(() => {}));
  }

  async function look(): Promise<void> {
    const devices = await mediaDevices.enumerateDevices().catch(() => null);
    if (!devices || !audio || over.signal.aborted) return;
    if (loudspeaker !== null) route();
    const wasToNothing = toNothing;
    toNothing = !devices.some(({ kind }) => kind === 'audiooutput');
    if (toNothing || !wasToNothing) return;
    const { srcObject } = audio;
    audio.srcObject = null;
    audio.srcObject = srcObject;
  }

  return {
    play({ streams, track, receiver }) {
      if (!audio) {
        audio = createAudio();
        audio.autoplay = true;
        if (loudspeaker !== null) route();
        stopWatching = watchFirstSound(receiver, onFirstSound);
        if (!page) mediaDevices.addEventListener('devicechange', () => void look(), { signal: over.signal });
      }
      // The other side's transceiver may have been made before its microphone opened: then it names no stream.
      audio.srcObject = streams[0] ?? new MediaStream([track]);
    },
    on(next) {
      if (next === loudspeaker) return;
      loudspeaker = next;
      route();
    },
    close() {
      over.abort();
      stopWatching();
      if (!audio) return;
      audio.pause();
      audio.srcObject = null;
    },
  };
}
