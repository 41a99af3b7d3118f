import {
  LIMITS,
  type Candidate,
  type CandidateBatch,
  type Description,
  type IceServer,
  type PeerHeader,
} from '../protocol/index.ts';
import { createCandidateBatches } from './candidate-batches.ts';
import { CONTROL_CHANNEL, createControl, type ControlMessage } from './control.ts';
import { preferOpus } from './opus.ts';
import { createPlayback } from './playback.ts';
import type { ConnectionState } from './port.ts';
import type { MediaWorld } from './world.ts';

/**
 * One connection to the other for one negotiation: it makes an offer or answers one, once. It never waits for
 * gathering: what is not found yet follows in batches.
 */
export interface Peer {
  /** As this side writes it. */
  readonly header: PeerHeader;
  readonly state: ConnectionState;
  /** Repeating answers the same. */
  offer(): Promise<Description>;
  answer(offer: Description): Promise<Description>;
  /** A repeat changes nothing. */
  acceptAnswer(answer: Description): Promise<void>;
  /** Kept until the other's description is here. */
  addCandidates(candidates: readonly Candidate[]): void;
  /** Send this microphone, now or as soon as there is something to send it with. */
  attach(stream: MediaStream): void;
  setMuted(muted: boolean): void;
  /** Silent at once; closed after the hang-up, if it is to be told, has left (at most 100 ms). */
  close(hangUp: boolean): Promise<void>;
}

export interface PeerSurroundings {
  readonly world: Pick<MediaWorld, 'createPeerConnection' | 'createAudio' | 'audioCodecs'>;
  readonly iceServers: readonly IceServer[];
  readonly certificate: RTCCertificate | null;
  isMuted(): boolean;
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
/** More than any real host has: two full batches. What a hostile sender adds is not kept. */
const EARLY_CANDIDATES = 2 * LIMITS.candidatesPerMessage;

export function createPeer(header: PeerHeader, around: PeerSurroundings): Peer {
  const connection = around.world.createPeerConnection(configuration(around));
  const control = createControl(
    connection.createDataChannel(CONTROL_CHANNEL.label, CONTROL_CHANNEL.init),
    header.callId,
    around.isMuted,
    (message) => {
      if (!closed) around.onControl(message);
    },
  );
  const batches = createCandidateBatches((candidates) => around.onCandidates({ ...header, candidates }));
  const playback = createPlayback(around.world.createAudio, around.onFirstSound);
  let state: ConnectionState = 'new';
  let closed = false;
  let stream: MediaStream | null = null;
  let transceiver: RTCRtpTransceiver | null = null;
  let local: Promise<Description> | null = null;
  let accepted: Promise<void> | null = null;
  /** Null once the other's description is set. */
  let early: Candidate[] | null = [];

  /** Operations under way when a connection closes never settle (W3C WebRTC 4.4.1.2); this ends the wait for them. */
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {}); // nobody may be waiting

  connection.ontrack = (event) => {
    if (!closed) playback.play(event);
  };
  connection.onicecandidate = ({ candidate }) => {
    // Null is the end of all; the end of one generation ('') comes before it in some browsers only.
    if (candidate === null) batches.add({ candidate: '', sdpMid: '0', sdpMLineIndex: 0 });
    else if (candidate.candidate) batches.add(candidate.toJSON() as Candidate);
  };
  connection.onconnectionstatechange = () => {
    const next = stateOf(connection.connectionState, state);
    if (closed || next === state) return;
    state = next;
    around.onState(state);
  };

  async function describe(type: 'offer' | 'answer'): Promise<Description> {
    const made = await (type === 'offer' ? connection.createOffer() : connection.createAnswer());
    await connection.setLocalDescription(made);
    await new Promise((resolve) => setTimeout(resolve, RIDE_ALONG_MS));
    return { ...header, type, sdp: made.sdp ?? '', candidates: batches.take() };
  }

  async function setRemote({ type, sdp, candidates }: Description): Promise<void> {
    await connection.setRemoteDescription({ type, sdp });
    const held = early ?? [];
    early = null;
    for (const candidate of [...candidates, ...held]) add(candidate);
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

  async function makeOffer(): Promise<Description> {
    transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' });
    preferOpus(transceiver, around.world.audioCodecs());
    void send();
    return describe('offer');
  }

  async function makeAnswer(offer: Description): Promise<Description> {
    await setRemote(offer);
    transceiver =
      connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio') ?? null;
    if (!transceiver) throw new Error('the offer has no audio');
    transceiver.direction = 'sendrecv';
    preferOpus(transceiver, around.world.audioCodecs());
    await send();
    return describe('answer');
  }

  return {
    header,
    get state() {
      return state;
    },
    offer: () => (local ??= Promise.race([makeOffer(), gone.promise])),
    answer: (offer) => (local ??= Promise.race([makeAnswer(offer), gone.promise])),
    acceptAnswer(answer) {
      if (!local) return Promise.reject(new Error('no offer was made'));
      return (accepted ??= Promise.race([local.then(() => setRemote(answer)), gone.promise]));
    },
    addCandidates(candidates) {
      if (closed) return;
      if (early) early.push(...candidates.slice(0, EARLY_CANDIDATES - early.length));
      else candidates.forEach(add);
    },
    attach(opened) {
      stream = opened;
      void send();
    },
    setMuted: control.setMuted,
    async close(hangUp) {
      if (closed) return;
      closed = true;
      gone.reject(new Error('the call was closed'));
      batches.close();
      playback.close();
      if (hangUp) await control.hangUp();
      connection.close();
    },
  };
}

function configuration({ iceServers, certificate }: PeerSurroundings): RTCConfiguration {
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
