import type { MediaWorld } from './world.ts';

/** A certificate made ahead lasts 30 days by default; one that is about to run out is not worth starting a call with. */
const CERTIFICATE_MARGIN_MS = 3_600_000;

/** What can be made ready while it rings without anything leaving this machine. */
export interface Prewarming {
  /**
   * Wakes the audio service, device list and crypto of the browser: the first capture then takes about 20 ms instead
   * of up to 290. The microphone stays closed, no peer is made, nothing is sent. Failures matter to nobody.
   */
  run(): Promise<void>;
  /** The certificate made ahead, for one peer only: two calls shall not be linkable by their fingerprints. */
  takeCertificate(): RTCCertificate | null;
}

export function createPrewarming(
  world: Pick<MediaWorld, 'mediaDevices' | 'createAudioContext' | 'generateCertificate'>,
): Prewarming {
  let certificate: RTCCertificate | null = null;

  return {
    async run() {
      await Promise.allSettled([
        world.mediaDevices.enumerateDevices(),
        // Made within an async function: a browser without an audio device may throw here.
        (async () => world.createAudioContext().close())(),
        (async () => {
          certificate ??= await world.generateCertificate();
        })(),
      ]);
    },
    takeCertificate() {
      const taken = certificate;
      certificate = null;
      return taken && taken.expires > Date.now() + CERTIFICATE_MARGIN_MS ? taken : null;
    },
  };
}
