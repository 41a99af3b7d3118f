import type { Candidate, CandidateBatch, Description, IceServer, PeerHeader } from '../protocol/index.ts';
import { createCandidateBatches, type CandidateBatches } from './candidate-batches.ts';
import { CONTROL_CHANNEL, createControl, type Control, type ControlMessage } from './control.ts';
import { preferOpus } from './opus.ts';
import { reversed } from './peer-header.ts';
import { createPlayback } from './playback.ts';
import type { ConnectionState } from './port.ts';
import type { SoundChoice } from './sound-choice.ts';
import type { MediaWorld } from './world.ts';

/**
 * One connection to the other. Its rounds are negotiated one after the other, each under its number: the first by `offer`
 * or `answer`, later ones on the same connection, whose sound goes on meanwhile (an ICE restart, RFC 8445 2.4). It never
 * waits for gathering: what is not found yet follows in batches.
 */
export interface Peer {
  /** Of the latest round, as this side writes it. */
  readonly header: PeerHeader;
  readonly state: ConnectionState;
  /** The latest round has both its descriptions. */
  readonly settled: boolean;
  /** One round at least had both: only then is there something to repair. */
  readonly began: boolean;
  /**
   * DTLS is broken, and another round cannot mend that: it failed though the two reach each other, or with ICE (Firefox
   * 153, where another round leads back to the other and carries nothing).
   */
  readonly beyondIce: boolean;
  /** What the other says here, and whether anything comes. */
  readonly control: Pick<Control, 'alive' | 'heardAt' | 'ping' | 'say' | 'setMuted'>;
  /** The latest offer; the first is made for it. */
  offer(): Promise<Description>;
  /** The next round, which this side offers; only where the latest is settled (lib/media/path-watch.ts tells why). */
  restart(header: PeerHeader, iceServers: readonly IceServer[]): Promise<Description>;
  /** A round that the other offers. A repeat, and an older one, is answered with the latest answer. */
  answer(offer: Description, iceServers: readonly IceServer[]): Promise<Description>;
  /** A repeat changes nothing, nor does one of an earlier round. */
  acceptAnswer(answer: Description): Promise<void>;
  /** False: they are of a round whose description is not here yet. Those of an earlier round are dropped. */
  addCandidates(batch: CandidateBatch): boolean;
  /** Send this microphone, now or as soon as there is something to send it with. */
  attach(stream: MediaStream): void;
  /** Play the other's sound on this loudspeaker; null: on the system's preferred one. */
  playOn(loudspeaker: SoundChoice['loudspeaker']): void;
  /** What came and went (W3C WebRTC Stats); null where nothing can be said yet. */
  statistics(): Promise<RTCStatsReport | null>;
  /** How many packets of the other's sound have come. */
  packetsReceived(): Promise<number>;
  /** Silent at once; closed after the hang-up, if it is to be told, has left (at most 100 ms). */
  close(hangUp: boolean): Promise<void>;
}

/** What a connection is given, and what it tells. */
export interface PeerSurroundings {
  readonly world: Pick<
    MediaWorld,
    'createPeerConnection' | 'createAudio' | 'audioCodecs' | 'mediaDevices' | 'page'
  >;
  readonly iceServers: readonly IceServer[];
  readonly certificate: RTCCertificate | null;
  /** It is to take the place of another connection: its offers say so until one is answered. */
  readonly replaces: boolean;
  isMuted(): boolean;
  loudspeaker(): SoundChoice['loudspeaker'];
  /** Candidates that came before the description of this round. */
  takeEarly(header: PeerHeader): readonly Candidate[];
  onCandidates(batch: CandidateBatch): void;
  onState(state: ConnectionState): void;
  onFirstSound(): void;
  onControl(message: ControlMessage): void;
}

/**
 * Chromium finds the candidates of this machine within this after setting the description: they ride along, which saves
 * a message on the way that accept-to-sound waits for. Longer only costs its own length (measured: 2, 5, 10 ms).
 */
const RIDE_ALONG_MS = 2;

/** A connection that sends nothing yet: `offer` or `answer` sets the first description. `first`: the header of its first round. */
export function createPeer(first: PeerHeader, around: PeerSurroundings): Peer {
  const { certificate } = around;
  const connection = around.world.createPeerConnection(configuration(around.iceServers, certificate));
  const control = createControl(
    connection.createDataChannel(CONTROL_CHANNEL.label, CONTROL_CHANNEL.init),
    first.callId,
    around.isMuted,
    (message) => {
      if (!closed) around.onControl(message);
    },
  );
  const playback = createPlayback(around.world, around.loudspeaker(), around.onFirstSound);
  let header = first;
  let state: ConnectionState = 'new';
  let closed = false;
  let stream: MediaStream | null = null;
  let transceiver: RTCRtpTransceiver | null = null;
  let batches: CandidateBatches | null = null;
  /** This side's description of the latest round. */
  let local: { readonly type: 'offer' | 'answer'; readonly made: Promise<Description> } | null = null;
  let accepted: Promise<void> | null = null;
  /** The latest round of which the other's description is set, and of which both are. */
  let remoteRound = -1;
  let settledRound = -1;

  /** What ends the waits for operations that are under way. */
  const waits = new Set<(reason: Error) => void>();
  let last: Promise<unknown> = Promise.resolve();

  connection.ontrack = (event) => {
    if (!closed) playback.play(event);
  };
  connection.onicecandidate = ({ candidate }) => {
    // Null is the end of all; the end of one generation ('') comes before it in some browsers only.
    if (candidate === null) batches?.add({ candidate: '', sdpMid: '0', sdpMLineIndex: 0 });
    else if (candidate.candidate) batches?.add(candidate.toJSON() as Candidate);
  };
  connection.onconnectionstatechange = () => {
    const next = stateOf(connection.connectionState, state);
    if (closed || next === state) return;
    state = next;
    around.onState(state);
  };

  /** Operations under way when a connection closes never settle (W3C WebRTC 4.4.1.2): then this rejects. */
  async function untilClosed<T>(operation: Promise<T>): Promise<T> {
    const closing = Promise.withResolvers<never>();
    if (closed) closing.reject(new Error('the call was closed'));
    else waits.add(closing.reject);
    return Promise.race([operation, closing.promise]).finally(() => waits.delete(closing.reject));
  }

  /** One after the other, also after one that failed. */
  function serially<T>(operation: () => Promise<T>): Promise<T> {
    const done = untilClosed(last.then(operation));
    last = done.catch(() => {});
    return done;
  }

  async function describe(
    of: PeerHeader,
    type: 'offer' | 'answer',
    iceRestart = false,
  ): Promise<Description> {
    const made = await (type === 'offer'
      ? connection.createOffer(iceRestart ? { iceRestart } : {})
      : connection.createAnswer());
    batches?.close();
    const mine = createCandidateBatches((candidates) => around.onCandidates({ ...of, candidates }));
    batches = mine;
    await connection.setLocalDescription(made);
    if (type === 'answer') settledRound = of.negotiation;
    await new Promise((resolve) => setTimeout(resolve, RIDE_ALONG_MS));
    return {
      ...of,
      ...{ type, sdp: made.sdp ?? '', candidates: mine.take() },
      ...(type === 'offer' && around.replaces && settledRound < 0 ? { newPeer: true } : {}),
    };
  }

  async function setRemote({ type, sdp, candidates }: Description, of: PeerHeader): Promise<void> {
    await connection.setRemoteDescription({ type, sdp });
    remoteRound = of.negotiation;
    if (type === 'answer') settledRound = of.negotiation;
    for (const candidate of [...candidates, ...around.takeEarly(of)]) add(candidate);
  }

  function add(candidate: Candidate): void {
    // One that this browser cannot use (or that came after the end) is no reason to give up the others.
    connection.addIceCandidate(candidate as RTCIceCandidateInit).catch(() => {});
  }

  async function send(): Promise<void> {
    const track = stream?.getAudioTracks()[0];
    // replaceTrack needs no new description; it rejects only on a connection closed meanwhile.
    if (track && transceiver) await transceiver.sender.replaceTrack(track).catch(() => {});
  }

  async function makeOffer(of: PeerHeader): Promise<Description> {
    transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' });
    preferOpus(transceiver, around.world.audioCodecs());
    void send();
    return describe(of, 'offer');
  }

  async function makeAnswer(offer: Description, of: PeerHeader): Promise<Description> {
    await setRemote(offer, of);
    if (!transceiver) {
      transceiver =
        connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio') ?? null;
      if (!transceiver) throw new Error('the offer has no audio');
      transceiver.direction = 'sendrecv';
      preferOpus(transceiver, around.world.audioCodecs());
      await send();
    }
    return describe(of, 'answer');
  }

  async function latestAnswer(): Promise<Description> {
    if (!local) throw new Error('nothing was answered');
    return local.made;
  }

  function useServers(iceServers: readonly IceServer[]): void {
    connection.setConfiguration(configuration(iceServers, certificate));
  }

  return {
    control,
    get header() {
      return header;
    },
    get state() {
      return state;
    },
    get settled() {
      return settledRound === header.negotiation;
    },
    get began() {
      return settledRound >= 0;
    },
    get beyondIce() {
      if (transceiver?.sender.transport?.state === 'failed') return true;
      const reached = connection.iceConnectionState;
      return connection.connectionState === 'failed' && (reached === 'connected' || reached === 'completed');
    },
    offer() {
      local ??= { type: 'offer', made: serially(() => makeOffer(first)) };
      return local.made;
    },
    restart(next, iceServers) {
      header = next;
      accepted = null;
      const made = serially(async () => {
        useServers(iceServers);
        return describe(next, 'offer', true);
      });
      local = { type: 'offer', made };
      return made;
    },
    answer(offer, iceServers) {
      const next = reversed(offer);
      if (local?.type === 'answer' && next.negotiation <= header.negotiation) return local.made;
      header = next;
      const isFirst = local === null;
      const made = serially(async () => {
        // Offers that were held up together: only the last is worth its answer.
        if (header !== next) return null;
        if (!isFirst) useServers(iceServers);
        return makeAnswer(offer, next);
      }).then((answer) => answer ?? latestAnswer());
      local = { type: 'answer', made };
      return made;
    },
    async acceptAnswer(answer) {
      if (local?.type !== 'offer' || answer.negotiation !== header.negotiation) return;
      const of = header;
      accepted ??= serially(() => setRemote(answer, of));
      return accepted;
    },
    addCandidates({ negotiation, candidates }) {
      if (!closed && negotiation === remoteRound) candidates.forEach(add);
      return closed || negotiation <= remoteRound;
    },
    attach(opened) {
      stream = opened;
      void send();
    },
    playOn: (loudspeaker) => playback.on(loudspeaker),
    async statistics() {
      return closed ? null : untilClosed(connection.getStats());
    },
    async packetsReceived() {
      let packets = 0;
      if (closed || !transceiver) return packets;
      (await untilClosed(transceiver.receiver.getStats())).forEach((entry: RTCInboundRtpStreamStats) => {
        if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
      });
      return packets;
    },
    async close(hangUp) {
      if (closed) return;
      closed = true;
      for (const end of waits) end(new Error('the call was closed'));
      batches?.close();
      playback.close();
      if (hangUp) await control.hangUp();
      connection.close();
    },
  };
}

function configuration(
  iceServers: readonly IceServer[],
  certificate: RTCCertificate | null,
): RTCConfiguration {
  return {
    iceServers: iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    })),
    // One transport for sound and control: half the candidates, one handshake. Both ends are ours.
    bundlePolicy: 'max-bundle',
    ...(certificate ? { certificates: [certificate] } : {}),
  };
}

/** W3C WebRTC 4.3.3. Searching again after having been connected is still disconnected. */
function stateOf(state: RTCPeerConnectionState, before: ConnectionState): ConnectionState {
  switch (state) {
    case 'new':
    case 'connecting':
      return before === 'new' ? 'new' : 'disconnected';
    case 'closed':
      return 'failed';
    default:
      return state;
  }
}
