import { watchFirstSound } from './first-sound.ts';
import type { MediaWorld } from './world.ts';

/** Plays what a peer sends, until closed. */
export interface Playback {
  play(event: Pick<RTCTrackEvent, 'streams' | 'track' | 'receiver'>): void;
  close(): void;
}

export function createPlayback(createAudio: MediaWorld['createAudio'], onFirstSound: () => void): Playback {
  let audio: ReturnType<MediaWorld['createAudio']> | null = null;
  let stopWatching = (): void => {};

  return {
    play({ streams, track, receiver }) {
      if (!audio) {
        audio = createAudio();
        audio.autoplay = true;
        stopWatching = watchFirstSound(receiver, onFirstSound);
      }
      // The other side's transceiver may have been made before its microphone opened: then it names no stream.
      audio.srcObject = streams[0] ?? new MediaStream([track]);
    },
    close() {
      stopWatching();
      if (!audio) return;
      audio.pause();
      audio.srcObject = null;
    },
  };
}
