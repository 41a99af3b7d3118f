import type { CandidateBatch, Description, IceServer, PeerHeader } from '../protocol/index.ts';
import type { ControlMessage } from './control.ts';
import type { EarlyCandidates } from './early-candidates.ts';
import type { Flow } from './flow.ts';
import { createPathWatch, type Repair } from './path-watch.ts';
import { reversed, samePair } from './peer-header.ts';
import { createPeer, type Peer } from './peer.ts';
import type { ConnectionState, MediaEvent } from './port.ts';
import type { SoundReport } from './report.ts';
import type { MediaWorld } from './world.ts';

/**
 * What connects two lives of media hosts, and repairs itself: one connection, for a while two when one takes the
 * other's place. The side that made the first offer makes them all; the other asks for the next. What is negotiated by
 * itself goes by the control channel, where that is alive, and by the server at once: either may be gone.
 */
export interface Path {
  /** Of the latest round, as this side writes it. */
  readonly header: PeerHeader;
  readonly state: ConnectionState;
  /** This side makes the offers. */
  readonly offers: boolean;
  /** The connection that sound comes by now, for who wants to know more of it. */
  readonly peer: Pick<Peer, 'statistics'>;
  /** The offer of this round; a repeat answers the same. Throws where a later one is under way. */
  offer(header: PeerHeader, iceServers: readonly IceServer[]): Promise<Description>;
  /** A repeat, and an older one, is answered with the latest answer. Throws on the side that makes the offers. */
  answer(offer: Description, iceServers: readonly IceServer[]): Promise<Description>;
  acceptAnswer(answer: Description): Promise<void>;
  addCandidates(batch: CandidateBatch): void;
  attach(stream: MediaStream): void;
  setMuted(muted: boolean): void;
  /** The server can be reached again, or (`asked`) the other wants the next round. */
  restart(iceServers: readonly IceServer[], asked: boolean): void;
  /** Whatever the path looks like. `peer`: a new connection, which takes the place of this one once it carries. */
  repair(repair: Repair): void;
  /** On the control channel, if that is alive. */
  say(message: ControlMessage): void;
  close(hangUp: boolean): Promise<void>;
}

export interface PathSurroundings {
  readonly world: MediaWorld;
  readonly early: EarlyCandidates;
  /** Outlives a path: the other's sound is the same whichever way it comes. */
  readonly flow: Flow;
  takeCertificate(): RTCCertificate | null;
  isMuted(): boolean;
  tell(event: MediaEvent): void;
  onPeerMuted(muted: boolean): void;
  onReport(report: SoundReport): void;
}

const TICK_MS = 500;
const PING_MS = 1_000;
/** What goes by the server arrives within this after the same by the control channel. */
const REPEAT_MS = 1_000;
/** When one side's new connection carries, the other's does within a round trip: then the old one is of no more use. */
const OVERLAP_MS = 300;
/** A new connection that is not there by then is made anew. */
const REPLACEMENT_MS = 5_000;

export function createPath(
  first: PeerHeader,
  offers: boolean,
  servers: readonly IceServer[],
  around: PathSurroundings,
): Path {
  const { callId } = first;
  const who = { callId, peer: first.to };
  const { early, flow, tell } = around;
  const watch = createPathWatch();
  const counts = new WeakMap<Peer, number>();
  let iceServers = servers;
  let stream: MediaStream | null = null;
  let told: ConnectionState = 'new';
  let connectedAt = 0;
  let offeredAt = 0;
  let began = false;
  let asked = false;
  let sounded = false;
  let closed = false;
  let measuring = false;
  let ticks = 0;
  let overlap: ReturnType<typeof setTimeout> | undefined;
  let current = makePeer(first);
  /** Takes the place of the other once it is connected. */
  let next: { readonly peer: Peer; readonly madeAt: number } | null = null;
  const ticking = setInterval(tick, TICK_MS);

  function newest(): Peer {
    return next?.peer ?? current;
  }

  function peers(): readonly Peer[] {
    return next ? [current, next.peer] : [current];
  }

  function makePeer(header: PeerHeader): Peer {
    const peer = createPeer(header, {
      ...{ world: around.world, iceServers, certificate: around.takeCertificate(), replaces: began },
      isMuted: around.isMuted,
      takeEarly: early.take,
      onCandidates(batch) {
        tell({ type: 'media:candidates', batch });
        say({ v: 1, type: 'candidates', batch });
      },
      onState(state) {
        if (peer === next?.peer && state === 'connected') overlap = setTimeout(promote, OVERLAP_MS);
        tellState();
      },
      onFirstSound() {
        if (!sounded) tell({ type: 'media:sound', ...who });
        sounded = true;
      },
      onControl: heard,
    });
    if (stream) peer.attach(stream);
    return peer;
  }

  /** A new connection: in the place of the one there is, at once where that is dead or never was. */
  function replace(header: PeerHeader): void {
    clearTimeout(overlap);
    void next?.peer.close(false);
    const peer = makePeer(header);
    if (current.state === 'connected' || current.state === 'disconnected') {
      next = { peer, madeAt: Date.now() };
      return;
    }
    void current.close(false);
    current = peer;
    next = null;
  }

  function promote(): void {
    if (!next) return;
    void current.close(false);
    current = next.peer;
    next = null;
    tellState();
  }

  function tellState(): void {
    const state = next?.peer.state === 'connected' ? 'connected' : current.state;
    // A connection that is only being made says nothing of the path that there was.
    if (state !== 'new' && state !== told) {
      told = state;
      if (state === 'connected') {
        connectedAt = Date.now();
        flow.begin(connectedAt);
      }
      tell({ type: 'media:connection', ...who, state });
    }
    consider();
  }

  function tick(): void {
    if (ticks++ % (PING_MS / TICK_MS) === 0) for (const peer of peers()) peer.control.ping();
    if (offers && next && Date.now() - next.madeAt >= REPLACEMENT_MS && next.peer.state !== 'connected')
      watch.want('peer');
    if (!measuring) void measure();
    consider();
  }

  async function measure(): Promise<void> {
    measuring = true;
    const arrived = await Promise.all(peers().map(hasReceived));
    measuring = false;
    if (closed) return;
    const change = flow.look(arrived.includes(true), Date.now());
    if (change) tell({ type: 'media:flow', ...who, ...change });
    consider();
  }

  async function hasReceived(peer: Peer): Promise<boolean> {
    const count = await peer.packetsReceived().catch(() => 0); // a closing one has no statistics
    const before = counts.get(peer) ?? 0;
    counts.set(peer, count);
    return count > before;
  }

  function consider(): void {
    if (closed) return;
    began ||= current.began;
    if (!began) return;
    const words = peers().map(({ control }) => control.heardAt ?? 0);
    const heardAt = Math.max(connectedAt, flow.lastAt ?? 0, ...words);
    const repair = watch.look(
      {
        ...{ connection: told, flowing: flow.flowing, heardAt },
        beyondIce: current.beyondIce,
        answered: offers ? newest().settled : !asked,
      },
      Date.now(),
    );
    if (repair && offers) void offerNext(repair);
    else if (repair) ask(repair);
  }

  async function offerNext(repair: Repair): Promise<void> {
    offeredAt = Date.now();
    const { header } = newest();
    const following = { ...header, negotiation: header.negotiation + 1 };
    if (repair === 'peer') replace(following);
    const made = repair === 'peer' ? newest().offer() : newest().restart(following, iceServers);
    const description = await made.catch(() => null); // the watch tries again
    if (description && !closed) send(description);
  }

  function ask(repair: Repair): void {
    asked = true;
    const { header } = newest();
    tell({ type: 'media:restart-wanted', header });
    say({ v: 1, type: 'restart-wanted', header, ...(repair === 'peer' ? { newPeer: true } : {}) });
  }

  function send(description: Description): void {
    say({ v: 1, type: 'description', description });
    tell({ type: 'media:description', description });
  }

  function say(message: ControlMessage): void {
    void peers().some((peer) => peer.control.say(message));
  }

  function heard(message: ControlMessage): void {
    switch (message.type) {
      case 'mute':
        return around.onPeerMuted(message.muted);
      case 'hang-up':
        return tell({ type: 'media:peer-hung-up', ...who });
      case 'report':
        return around.onReport(message);
      case 'description': {
        const { description } = message;
        if (!isOurs(description)) return;
        if (description.type === 'offer') void answerByItself(description);
        else acceptAnswer(description).catch(() => {}); // the watch tries again
        return;
      }
      case 'candidates':
        if (isOurs(message.batch)) addCandidates(message.batch);
        return;
      case 'restart-wanted':
        if (!offers || !isOurs(message.header)) return;
        // Asked for before the latest round, which came meanwhile.
        if (message.header.negotiation < newest().header.negotiation && newest().settled) return;
        watch.want(message.newPeer ? 'peer' : 'ice');
        return consider();
    }
  }

  /** Of this call, between these two lives, from the other to this side. */
  function isOurs(message: PeerHeader): boolean {
    return samePair(reversed(message), first);
  }

  async function answerByItself(offer: Description): Promise<void> {
    if (offers) return;
    const isNew = offer.negotiation > newest().header.negotiation;
    const answer = await answerTo(offer).catch(() => null); // the other tries again
    if (!answer || closed) return;
    if (isNew) send(answer);
    else say({ v: 1, type: 'description', description: answer });
  }

  function answerTo(offer: Description): Promise<Description> {
    const header = reversed(offer);
    if (header.negotiation > newest().header.negotiation) {
      asked = false;
      if (offer.newPeer) replace(header);
    }
    return newest().answer(offer, iceServers);
  }

  async function acceptAnswer(answer: Description): Promise<void> {
    if (!offers) return;
    await newest().acceptAnswer(answer);
    consider();
  }

  function addCandidates(batch: CandidateBatch): void {
    const to = next && batch.negotiation >= next.peer.header.negotiation ? next.peer : current;
    if (!to.addCandidates(batch)) early.keep(batch);
  }

  return {
    offers,
    say,
    get header() {
      return newest().header;
    },
    get state() {
      return told;
    },
    get peer() {
      return current;
    },
    async offer(header, given) {
      iceServers = given;
      const latest = newest().header.negotiation;
      if (!offers || header.negotiation < latest) throw new Error('a later negotiation is under way');
      if (header.negotiation > latest) replace(header);
      return newest().offer();
    },
    async answer(offer, given) {
      if (offers) throw new Error('the offer is stale');
      iceServers = given;
      const isNew = offer.negotiation > newest().header.negotiation;
      const answer = await answerTo(offer);
      if (isNew) say({ v: 1, type: 'description', description: answer });
      return answer;
    },
    acceptAnswer,
    addCandidates,
    attach(opened) {
      stream = opened;
      for (const peer of peers()) peer.attach(opened);
    },
    setMuted(muted) {
      for (const peer of peers()) peer.control.setMuted(muted);
    },
    restart(given, wantedByOther) {
      iceServers = given;
      const isGood = told === 'connected' && flow.flowing;
      // The other's wish came by the control channel before, and was fulfilled.
      const isRepeat = newest().settled && Date.now() - offeredAt < REPEAT_MS;
      if (wantedByOther ? !offers || isRepeat : isGood) return;
      watch.want('ice');
      consider();
    },
    repair(repair) {
      watch.wantFresh(repair);
      consider();
    },
    async close(hangUp) {
      closed = true;
      clearInterval(ticking);
      clearTimeout(overlap);
      await Promise.all(peers().map((peer) => peer.close(hangUp)));
    },
  };
}
