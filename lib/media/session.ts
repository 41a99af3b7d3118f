import type { CallId, CandidateBatch, Description, IceServer, PeerHeader } from '../protocol/index.ts';
import { watchMicrophoneWait } from './microphone-wait.ts';
import { createMicrophone, type Microphone, type MicrophoneOpening } from './microphone.ts';
import { reversed, sameNegotiation, samePair } from './peer-header.ts';
import { createPeer, type Peer } from './peer.ts';
import type { MediaEvent, MediaStatus } from './port.ts';
import type { MediaWorld } from './world.ts';

/** What a media host holds for one call: one microphone and, for calls of two, one peer. */
export interface Session {
  readonly callId: CallId;
  openMicrophone(soundProcessing: boolean): Promise<MicrophoneOpening>;
  offer(header: PeerHeader, iceServers: readonly IceServer[]): Promise<Description>;
  answer(offer: Description, iceServers: readonly IceServer[]): Promise<Description>;
  acceptAnswer(answer: Description): Promise<void>;
  addCandidates(batch: CandidateBatch): void;
  setMuted(muted: boolean): void;
  status(): Pick<MediaStatus, 'callId' | 'connection' | 'muted' | 'peerMuted'>;
  /** Gives up an open microphone instead of closing it, for the call that takes this one's place; else null. */
  handOver(): Microphone | null;
  /** The microphone is closed when this returns; the promise waits for the peer. */
  close(hangUp: boolean): Promise<void>;
}

/** Early batches of a peer that is not there yet: a slow microphone prompt never sees more of one other. */
const EARLY_BATCHES = 16;

export function createSession(
  callId: CallId,
  world: MediaWorld,
  takeCertificate: () => RTCCertificate | null,
  tell: (event: MediaEvent) => void,
  kept: Microphone | null,
): Session {
  let microphone: Microphone | null = kept ?? createMicrophone(world);
  let peer: Peer | null = null;
  let early: CandidateBatch[] = [];
  let muted = false;
  let peerMuted = false;
  let closed = false;
  microphone.setMuted(muted);
  microphone.onEnded = () => tell({ type: 'media:microphone-ended', callId });

  /** The peer of this negotiation; an earlier one's place is taken, a stale one is an error. */
  function peerOf(header: PeerHeader, iceServers: readonly IceServer[]): Peer {
    if (closed) throw new Error('the call was closed');
    if (peer && sameNegotiation(peer.header, header)) return peer;
    if (peer && samePair(peer.header, header) && header.negotiation < peer.header.negotiation)
      throw new Error('a later negotiation is under way');
    void peer?.close(false);
    peerMuted = false;
    const who = { callId, peer: header.to };
    const made = createPeer(header, {
      world,
      iceServers,
      certificate: takeCertificate(),
      isMuted: () => muted,
      onCandidates: (batch) => tell({ type: 'media:candidates', batch }),
      onState: (state) => tell({ type: 'media:connection', ...who, state }),
      onFirstSound: () => tell({ type: 'media:sound', ...who }),
      onControl(message) {
        if (message.type === 'hang-up') tell({ type: 'media:peer-hung-up', ...who });
        else if (message.muted !== peerMuted) {
          peerMuted = message.muted;
          tell({ type: 'media:peer-muted', ...who, muted: peerMuted });
        }
      },
    });
    peer = made;
    if (microphone?.stream) made.attach(microphone.stream);
    for (const batch of early)
      if (sameNegotiation(reversed(batch), header)) made.addCandidates(batch.candidates);
    early = early.filter((batch) => reversed(batch).negotiation > header.negotiation);
    return made;
  }

  return {
    callId,
    async openMicrophone(soundProcessing) {
      if (!microphone) throw new Error('the call was closed');
      const stopWatching = watchMicrophoneWait(world, (waitsFor) =>
        tell({ type: 'media:microphone-waits', callId, waitsFor }),
      );
      const opened = await microphone.open(soundProcessing).finally(stopWatching);
      if (opened.ok) peer?.attach(opened.stream);
      return opened;
    },
    async offer(header, iceServers) {
      return peerOf(header, iceServers).offer();
    },
    async answer(offer, iceServers) {
      return peerOf(reversed(offer), iceServers).answer(offer);
    },
    async acceptAnswer(answer) {
      if (peer && sameNegotiation(peer.header, reversed(answer))) await peer.acceptAnswer(answer);
    },
    addCandidates(batch) {
      const header = reversed(batch);
      if (peer && sameNegotiation(peer.header, header)) peer.addCandidates(batch.candidates);
      else if (!peer || !samePair(peer.header, header) || header.negotiation > peer.header.negotiation)
        early = [...early, batch].slice(-EARLY_BATCHES);
    },
    setMuted(next) {
      if (muted === next) return;
      muted = next;
      microphone?.setMuted(muted);
      peer?.setMuted(muted);
    },
    status: () => ({ callId, connection: peer?.state ?? 'new', muted, peerMuted }),
    handOver() {
      if (!microphone?.stream) return null;
      const given = microphone;
      microphone = null;
      return given;
    },
    async close(hangUp) {
      closed = true;
      early = [];
      microphone?.close();
      microphone = null;
      await peer?.close(hangUp);
    },
  };
}
