import { nameOf } from '../log/print.ts';
import type { MicrophoneTrouble } from './port.ts';
import type { SoundChoice } from './sound-choice.ts';
import type { MediaWorld } from './world.ts';

export type MicrophoneOpening =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly code: MicrophoneTrouble };

type Browser = {
  readonly mediaDevices: Pick<MediaWorld['mediaDevices'], 'getUserMedia'>;
  readonly microphonePermission: MediaWorld['microphonePermission'];
};

/** The chosen microphone, or the one that the system prefers, also where the chosen one is not there. W3C Media Capture and Streams, 10.3.1 (getUserMedia), and the steps in which it rejects. */
export async function captureMicrophone(
  browser: Browser,
  sound: Pick<SoundChoice, 'processing' | 'microphone'>,
): Promise<MicrophoneOpening> {
  const { mediaDevices, microphonePermission } = browser;
  try {
    return { ok: true, stream: await mediaDevices.getUserMedia(constraints(sound)) };
  } catch (error) {
    // `ideal` would do that by itself, but where it is not the preferred one Chromium 156 takes no notice of it
    if (sound.microphone !== null && nameOf(error) === 'OverconstrainedError')
      return captureMicrophone(browser, { ...sound, microphone: null });
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
 * other refusal of a granted permission is the operating system's.
 */
function notAllowed(error: unknown, permission: PermissionState | null): MicrophoneTrouble {
  const dismissed = error instanceof Error && error.message.includes('dismissed');
  if (permission === 'prompt' || (dismissed && permission !== 'denied')) return 'microphone-not-asked';
  return permission === 'granted' ? 'microphone-blocked-by-system' : 'microphone-blocked';
}

/** Mono: one voice, and half the work for everything on its way. */
function constraints({
  processing,
  microphone,
}: Pick<SoundChoice, 'processing' | 'microphone'>): MediaStreamConstraints {
  return {
    audio: {
      echoCancellation: processing,
      noiseSuppression: processing,
      autoGainControl: processing,
      channelCount: 1,
      ...(microphone === null ? {} : { deviceId: { exact: microphone } }),
    },
    video: false,
  };
}
