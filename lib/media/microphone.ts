import type { MicrophoneTrouble } from './port.ts';
import type { MediaWorld } from './world.ts';

export type MicrophoneOpening =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly code: MicrophoneTrouble };

/** The microphone of one call: opened once, its stream kept, stopped by {@link Microphone.close} at whatever moment. */
export interface Microphone {
  /**
   * Repeating it answers the same; after a failure, or once the track has ended, it asks again. Rejects when
   * the microphone is closed meanwhile, however long the person leaves the browser's question open.
   */
  open(soundProcessing: boolean): Promise<MicrophoneOpening>;
  /** Live, or null. */
  readonly stream: MediaStream | null;
  setMuted(muted: boolean): void;
  /** The track ended by itself: unplugged, revoked, or a one-time grant ran out. */
  onEnded: () => void;
  close(): void;
}

export function createMicrophone(
  world: Pick<MediaWorld, 'mediaDevices' | 'microphonePermission'>,
): Microphone {
  let stream: MediaStream | null = null;
  let opening: Promise<MicrophoneOpening> | null = null;
  let muted = false;
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => {}); // nobody may be waiting
  let isClosed = false;

  const microphone: Microphone = {
    onEnded: () => {},
    get stream() {
      return stream;
    },
    open(soundProcessing) {
      if (isClosed) return closed.promise;
      opening ??= ask(soundProcessing);
      return Promise.race([opening, closed.promise]);
    },
    setMuted(next) {
      muted = next;
      for (const track of stream?.getTracks() ?? []) track.enabled = !muted;
    },
    close() {
      isClosed = true;
      closed.reject(new Error('the call was closed'));
      stop(stream);
      stream = null;
    },
  };

  async function ask(soundProcessing: boolean): Promise<MicrophoneOpening> {
    let opened: MediaStream;
    try {
      opened = await world.mediaDevices.getUserMedia(constraints(soundProcessing));
    } catch (error) {
      opening = null;
      return { ok: false, code: await troubleOf(error, world) };
    }
    if (isClosed) {
      stop(opened);
      return closed.promise;
    }
    stream = opened;
    for (const track of opened.getTracks()) {
      track.enabled = !muted;
      track.onended = () => {
        if (stream !== opened) return;
        stream = null;
        opening = null;
        microphone.onEnded();
      };
    }
    return { ok: true, stream: opened };
  }

  return microphone;
}

/** Mono: a voice has one mouth, and stereo capture turns echo cancellation off in some browsers. */
function constraints(soundProcessing: boolean): MediaStreamConstraints {
  return {
    audio: {
      echoCancellation: soundProcessing,
      noiseSuppression: soundProcessing,
      autoGainControl: soundProcessing,
      channelCount: 1,
    },
    video: false,
  };
}

/** W3C Media Capture and Streams, 10.3.1 (getUserMedia), steps that reject. */
async function troubleOf(
  error: unknown,
  { microphonePermission }: Pick<MediaWorld, 'microphonePermission'>,
): Promise<MicrophoneTrouble> {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
      // Where no question can be shown Chrome says "Permission dismissed"; so it does when the person closed it.
      // A refusal by the operating system leaves the browser's own permission granted: that is blocked too.
      return (await microphonePermission().catch(() => saidDismissed(error))) === 'prompt'
        ? 'microphone-not-asked'
        : 'microphone-blocked';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'microphone-absent';
    case 'NotReadableError':
      return 'microphone-in-use';
    default:
      return 'microphone-failed';
  }
}

function saidDismissed(error: unknown): PermissionState {
  return error instanceof Error && error.message.includes('dismissed') ? 'prompt' : 'denied';
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
}
