import type {
  CallId,
  CandidateBatch,
  Description,
  IceServer,
  Incarnation,
  PeerHeader,
} from '../protocol/index.ts';
import type { MicrophoneOpening } from './capture.ts';
import { createEarlyCandidates } from './early-candidates.ts';
import { createFlow } from './flow.ts';
import { watchHearing, type HearingWatch } from './hearing-watch.ts';
import { watchMicrophoneWait } from './microphone-wait.ts';
import { createMicrophone, type Microphone } from './microphone.ts';
import { watchNetwork } from './network-watch.ts';
import { isSameWay, pathFacts, type PathFacts } from './path-facts.ts';
import { createPath, type Path } from './path.ts';
import type { Repair } from './path-watch.ts';
import { reversed, samePair } from './peer-header.ts';
import type { ConnectionState, MediaEvent, MediaStatus } from './port.ts';
import type { SoundChoice } from './sound-choice.ts';
import type { MediaWorld } from './world.ts';

/** What a media host holds for one call: one microphone and, for calls of two, one path to the other. */
export interface Session {
  readonly callId: CallId;
  openMicrophone(sound: SoundChoice): Promise<MicrophoneOpening>;
  /** From now on. */
  useSound(sound: SoundChoice): void;
  offer(header: PeerHeader, iceServers: readonly IceServer[]): Promise<Description>;
  answer(offer: Description, iceServers: readonly IceServer[]): Promise<Description>;
  acceptAnswer(answer: Description): Promise<void>;
  addCandidates(batch: CandidateBatch): void;
  /** The server can be reached again, or (`asked`) the other wants the next round. */
  restart(iceServers: readonly IceServer[], asked: Repair | 'no'): void;
  /** The next round (`ice`), or a new connection in the place of this one (`peer`), whatever the path looks like. */
  repair(repair: Repair): void;
  setMuted(muted: boolean): void;
  status(): Pick<MediaStatus, 'callId' | 'connection' | 'muted' | 'peerMuted' | 'silentForMs'>;
  /** Gives up an open microphone instead of closing it, for the call that takes this one's place; else null. */
  handOver(): Microphone | null;
  /** The microphone is closed when this returns; the promise waits for the path. */
  close(hangUp: boolean): Promise<void>;
}

export function createSession(
  callId: CallId,
  world: MediaWorld,
  takeCertificate: () => RTCCertificate | null,
  tell: (event: MediaEvent) => void,
  kept: Microphone | null,
): Session {
  let microphone: Microphone | null = kept ?? createMicrophone(world);
  let path: Path | null = null;
  /** Lives of the other's media host that are over: what they still say is late. */
  const earlierLives = new Set<Incarnation>();
  const early = createEarlyCandidates();
  const flow = createFlow();
  let muted = false;
  let peerMuted = false;
  let closed = false;
  let stopWatchingNetwork: (() => void) | null = null;
  let loudspeaker: SoundChoice['loudspeaker'] = null;
  let hearing: HearingWatch | null = null;
  let accounted: { readonly state: ConnectionState; readonly path: PathFacts } | null = null;
  microphone.setMuted(muted);
  microphone.onEnded = (trouble) => tell({ type: 'media:microphone-ended', callId, trouble });
  microphone.onChanged = (label) => tell({ type: 'media:microphone-changed', callId, label });
  microphone.onStream = () => {
    sendMicrophone();
    hearing?.microphoneChanged();
  };

  /** In the place of one that went silence is sent, so that the other's side sees that the path is there. */
  function sendMicrophone(): void {
    const silence = microphone?.trouble ? hearing?.silence : null;
    const stream = microphone?.stream ?? silence;
    if (stream) path?.attach(stream);
  }

  function playOn(next: SoundChoice['loudspeaker']): void {
    loudspeaker = next;
    path?.playOn(next);
  }

  function accountForPath(statistics: RTCStatsReport): void {
    const next = { state: path?.state ?? 'new', path: pathFacts(statistics) };
    if (accounted?.state === next.state && isSameWay(accounted.path, next.path)) return;
    accounted = next;
    tell({ type: 'media:path', callId, ...next });
  }

  /** The path between these two lives of media hosts; one of an earlier life of the other's makes way at once. */
  function pathOf(header: PeerHeader, offers: boolean, iceServers: readonly IceServer[]): Path {
    if (closed) throw new Error('the call was closed');
    if (path && samePair(path.header, header)) return path;
    if (earlierLives.has(header.incarnations.to)) throw new Error('the offer is stale');
    if (path) earlierLives.add(path.header.incarnations.to);
    void path?.close(false);
    peerMuted = false;
    const who = { callId, peer: header.to };
    path = createPath(header, offers, iceServers, {
      ...{ world, early, flow, takeCertificate, tell, isMuted: () => muted, loudspeaker: () => loudspeaker },
      onPeerMuted(next) {
        if (next === peerMuted) return;
        peerMuted = next;
        tell({ type: 'media:peer-muted', ...who, muted: peerMuted });
      },
      onReport: (report) => hearing?.heard(report),
    });
    hearing ??= watchHearing({
      world,
      microphone: () => microphone,
      isMuted: () => muted,
      path: () => path,
      onStatistics: accountForPath,
      tell: (trouble) => tell({ type: 'media:trouble', ...who, trouble }),
      repair(step) {
        if (step === 'microphone') void microphone?.renew();
        else path?.repair(step);
      },
    });
    hearing.pathChanged();
    stopWatchingNetwork ??= watchNetwork(world, (news) => {
      tell({ type: 'media:network-changed' });
      if (news === 'moved') path?.repair('ice');
    });
    microphone?.goOnWithout();
    sendMicrophone();
    return path;
  }

  return {
    callId,
    async openMicrophone(sound) {
      if (!microphone) throw new Error('the call was closed');
      playOn(sound.loudspeaker);
      const stopWatching = watchMicrophoneWait(world, (waitsFor) =>
        tell({ type: 'media:microphone-waits', callId, waitsFor }),
      );
      const opened = await microphone.open(sound).finally(stopWatching);
      if (opened.ok) sendMicrophone();
      return opened;
    },
    useSound(sound) {
      playOn(sound.loudspeaker);
      void microphone?.use(sound);
    },
    async offer(header, iceServers) {
      return pathOf(header, true, iceServers).offer(header, iceServers);
    },
    async answer(offer, iceServers) {
      return pathOf(reversed(offer), false, iceServers).answer(offer, iceServers);
    },
    async acceptAnswer(answer) {
      if (path && samePair(path.header, reversed(answer))) await path.acceptAnswer(answer);
    },
    addCandidates(batch) {
      if (path && samePair(path.header, reversed(batch))) path.addCandidates(batch);
      else if (!earlierLives.has(batch.incarnations.from)) early.keep(batch);
    },
    restart: (iceServers, asked) => path?.restart(iceServers, asked),
    repair: (repair) => path?.repair(repair),
    setMuted(next) {
      if (muted === next) return;
      muted = next;
      microphone?.setMuted(muted);
      path?.setMuted(muted);
    },
    status: () => ({
      ...{ callId, muted, peerMuted },
      connection: path?.state ?? 'new',
      silentForMs: flow.silentForMs(Date.now()),
    }),
    handOver() {
      if (!microphone?.stream) return null;
      const given = microphone;
      microphone = null;
      return given;
    },
    async close(hangUp) {
      closed = true;
      stopWatchingNetwork?.();
      hearing?.stop();
      microphone?.close();
      microphone = null;
      await path?.close(hangUp);
    },
  };
}
