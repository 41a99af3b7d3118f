import { hostAddresses } from './host-addresses.ts';

/** What the media host needs of a browser: the only door to it, so that tests can stand in for it. */
export interface MediaWorld {
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener'>;
  /**
   * The page that a question for the microphone is shown in, and that has to be seen and have the focus for it; null where
   * it is never shown and never asks, as Chrome's offscreen document.
   */
  readonly page: Pick<Document, 'visibilityState' | 'hasFocus' | 'addEventListener'> | null;
  /** Rejects where the browser cannot say. */
  microphonePermission(): Promise<PermissionState>;
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** The addresses of this machine, found without a word to anybody; empty where there is no network. */
  hostAddresses(): Promise<readonly string[]>;
  /** This machine came into a network, or into another one. Returns a disposer. */
  onOnline(listener: () => void): () => void;
  generateCertificate(): Promise<RTCCertificate>;
  createAudioContext(): AudioContext;
  /** One that is only listened with: it plays to no loudspeaker where the browser can do without (Chrome). */
  createListeningContext(): AudioContext;
  createAudio(): Pick<HTMLAudioElement, 'autoplay' | 'srcObject' | 'pause' | 'setSinkId'>;
  /** The audio codecs this browser can receive. */
  audioCodecs(): readonly RTCRtpCodec[];
}

export function browserWorld(page: MediaWorld['page']): MediaWorld {
  return {
    page,
    mediaDevices: navigator.mediaDevices,
    async microphonePermission() {
      return (await navigator.permissions.query({ name: 'microphone' })).state;
    },
    createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
    hostAddresses: () => hostAddresses(new RTCPeerConnection()),
    onOnline(listener) {
      addEventListener('online', listener);
      return () => removeEventListener('online', listener);
    },
    generateCertificate() {
      const algorithm: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
      return RTCPeerConnection.generateCertificate(algorithm);
    },
    createAudioContext: () => new AudioContext(),
    createListeningContext: () => new AudioContext({ sinkId: { type: 'none' } } as AudioContextOptions),
    createAudio: () => new Audio(),
    audioCodecs: () => RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [],
  };
}
