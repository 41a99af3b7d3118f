import type { MicrophoneTrouble } from './port.ts';
import type { MediaWorld } from './world.ts';

type Browser = Pick<MediaWorld, 'mediaDevices' | 'microphonePermission'>;

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

export function createMicrophone(world: Browser): Microphone {
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
    const answer = await capture(world, constraints(soundProcessing));
    if (!answer.ok) {
      opening = null;
      return answer;
    }
    const opened = answer.stream;
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
    return answer;
  }

  return microphone;
}

/** Mono: one voice, and half the work for everything on its way. */
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

/** W3C Media Capture and Streams, 10.3.1 (getUserMedia), and the steps in which it rejects. */
async function capture(
  { mediaDevices, microphonePermission }: Browser,
  wanted: MediaStreamConstraints,
): Promise<MicrophoneOpening> {
  try {
    return { ok: true, stream: await mediaDevices.getUserMedia(wanted) };
  } catch (error) {
    return { ok: false, code: await troubleOf(error, microphonePermission) };
  }
}

async function troubleOf(
  error: unknown,
  microphonePermission: Browser['microphonePermission'],
): Promise<MicrophoneTrouble> {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
      return notAllowed(error, await microphonePermission().catch(() => null));
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'microphone-absent';
    case 'NotReadableError':
      return 'microphone-in-use';
    default:
      return 'microphone-failed';
  }
}

/**
 * Where no question can be shown Chrome says "Permission dismissed"; so it does when the person closed it, and for some
 * 550 ms after in a document nobody has touched, even if the permission is granted meanwhile (seen in Chromium 156). Any
 * other refusal of a granted permission is the operating system's: blocked too.
 */
function notAllowed(error: unknown, permission: PermissionState | null): MicrophoneTrouble {
  const dismissed = error instanceof Error && error.message.includes('dismissed');
  return permission === 'prompt' || (dismissed && permission !== 'denied')
    ? 'microphone-not-asked'
    : 'microphone-blocked';
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
}
