import type { MediaWorld } from './world.ts';

/** A browser without media for the media host's own tests: each thing that is opened here can be asked whether it still is. */
export interface FakeWorld extends MediaWorld {
  readonly tracks: FakeTrack[];
  readonly connections: FakeConnection[];
  readonly contexts: { state: AudioContextState }[];
  readonly audios: { srcObject: MediaProvider | null; paused: boolean }[];
  /** Where this machine can be found; empty without a network. */
  addresses: readonly string[];
  /** It comes into a network. */
  goOnline(): void;
  /** Null: the question for the microphone hangs. An error: it is refused with that. */
  microphone: 'opens' | DOMException | null;
  /** Another microphone came, or one went. */
  changeDevices(): void;
  /** The loudest sample of every microphone. */
  peak: number;
}

export class FakeTrack {
  readonly kind = 'audio';
  readonly label: string;
  muted = false;
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  onended: (() => void) | null = null;
  constructor(label = 'Fake microphone') {
    this.label = label;
  }
  getSettings(): MediaTrackSettings {
    return {};
  }
  /** It goes by itself. */
  end(): void {
    this.readyState = 'ended';
    this.onended?.();
  }
  stop(): void {
    this.readyState = 'ended';
  }
}

/** Hears the same in every microphone, as loud as the test says. */
function fakeListening(peak: () => number): unknown {
  const since = Date.now();
  return {
    sampleRate: 48_000,
    get currentTime() {
      return (Date.now() - since) / 1000;
    },
    createAnalyser: () => ({
      getFloatTimeDomainData: (samples: Float32Array) => void samples.fill(peak()),
    }),
    createMediaStreamSource: () => ({ connect() {}, disconnect() {} }),
    createConstantSource: () => ({ offset: { value: 1 }, connect() {}, start() {} }),
    createMediaStreamDestination() {
      const silence = new FakeTrack('Fake silence');
      return { stream: { getTracks: () => [silence], getAudioTracks: () => [silence] } };
    },
    async close() {},
  };
}

export class FakeChannel {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: unknown[] = [];
  open(): void {
    this.readyState = 'open';
    this.onopen?.();
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
}

export class FakeConnection {
  readonly configuration: RTCConfiguration;
  readonly channel = new FakeChannel();
  channelInit: RTCDataChannelInit | undefined;
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  /** How many packets of the other's have come. */
  packets = 0;
  /** The configurations that it was given later. */
  readonly reconfigured: RTCConfiguration[] = [];
  /** How many of its offers restart ICE. */
  restarts = 0;
  /** As in a browser, what is under way when the connection closes never settles. */
  stuck = false;
  readonly sender = {
    track: null as unknown,
    transport: { state: 'connected' as RTCDtlsTransportState },
    replaceTrack: async (track: unknown): Promise<void> => void (this.sender.track = track),
  };
  readonly transceiver = {
    direction: 'recvonly',
    sender: this.sender,
    receiver: {
      track: { kind: 'audio' },
      getStats: async () => new Map([['', { type: 'inbound-rtp', packetsReceived: this.packets }]]),
    },
    setCodecPreferences() {},
  };
  /** How many packets of this side's sound it has sent. */
  sentPackets = 0;
  readonly remote: unknown[] = [];
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  ontrack: ((event: unknown) => void) | null = null;

  constructor(configuration: RTCConfiguration) {
    this.configuration = configuration;
  }
  createDataChannel(_label: string, init: RTCDataChannelInit): FakeChannel {
    this.channelInit = init;
    return this.channel;
  }
  addTransceiver(): unknown {
    return this.transceiver;
  }
  async getStats(): Promise<unknown> {
    return new Map<string, unknown>([
      ['in', { type: 'inbound-rtp', packetsReceived: this.packets }],
      ['out', { type: 'outbound-rtp', packetsSent: this.sentPackets }],
    ]);
  }
  getTransceivers(): unknown[] {
    return [this.transceiver];
  }
  setConfiguration(configuration: RTCConfiguration): void {
    this.reconfigured.push(configuration);
  }
  async createOffer({ iceRestart = false } = {}): Promise<{ sdp: string }> {
    if (iceRestart) this.restarts++;
    return { sdp: 'offer' };
  }
  async createAnswer(): Promise<{ sdp: string }> {
    return { sdp: 'answer' };
  }
  setLocalDescription(): Promise<void> {
    return this.stuck ? new Promise(() => {}) : Promise.resolve();
  }
  async setRemoteDescription(description: { type: string }): Promise<void> {
    this.remote.push(description.type);
  }
  async addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    this.remote.push(candidate);
  }
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
  find(candidate: string): void {
    this.onicecandidate?.({ candidate: { candidate, toJSON: () => ({ candidate }) } });
  }
  close(): void {
    this.connectionState = 'closed';
  }
}

export function createFakeWorld(): FakeWorld {
  const tracks: FakeTrack[] = [];
  const connections: FakeConnection[] = [];
  const contexts: { state: AudioContextState }[] = [];
  const audios: { srcObject: MediaProvider | null; paused: boolean }[] = [];
  const online = new Set<() => void>();
  const devices = new EventTarget();
  const world: FakeWorld = {
    ...{ tracks, connections, contexts, audios, microphone: 'opens', addresses: ['10.0.0.1'], peak: 0.1 },
    changeDevices: () => void devices.dispatchEvent(new Event('devicechange')),
    goOnline() {
      for (const listener of online) listener();
    },
    hostAddresses: async () => world.addresses,
    onOnline(listener) {
      online.add(listener);
      return () => void online.delete(listener);
    },
    mediaDevices: {
      enumerateDevices: async () => [],
      addEventListener: devices.addEventListener.bind(devices),
      getUserMedia() {
        if (!world.microphone) return new Promise(() => {});
        if (world.microphone !== 'opens') return Promise.reject(world.microphone);
        const track = new FakeTrack();
        tracks.push(track);
        const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
        return Promise.resolve(stream as unknown as MediaStream);
      },
    },
    page: null,
    microphonePermission: async () => 'granted',
    createPeerConnection(configuration) {
      const connection = new FakeConnection(configuration);
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
    async generateCertificate() {
      return { expires: Date.now() + 30 * 86_400_000, getFingerprints: () => [] };
    },
    createAudioContext() {
      const context = {
        state: 'running' as AudioContextState,
        close: async () => void (context.state = 'closed'),
      };
      contexts.push(context);
      return context as unknown as AudioContext;
    },
    createListeningContext: () => fakeListening(() => world.peak) as AudioContext,
    createAudio() {
      const audio = {
        autoplay: false,
        srcObject: null,
        paused: false,
        pause: () => void (audio.paused = true),
        setSinkId: async () => Promise.resolve(),
      };
      audios.push(audio);
      return audio;
    },
    audioCodecs: () => [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
  };
  return world;
}
