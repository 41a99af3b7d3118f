import type { CandidateBatch, Description, IceServer, PeerHeader } from '../protocol/index.ts';
import { atMost } from './at-most.ts';
import { createChangeover } from './changeover.ts';
import type { ControlMessage } from './control.ts';
import type { EarlyCandidates } from './early-candidates.ts';
import type { Flow } from './flow.ts';
import { createPathWatch, type Repair } from './path-watch.ts';
import { reversed, samePair } from './peer-header.ts';
import { createPeer, type Peer } from './peer.ts';
import type { ConnectionState, MediaEvent } from './port.ts';
import type { SoundReport } from './report.ts';
import type { SoundChoice } from './sound-choice.ts';
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
  /** The loudspeaker that the other is heard on; null: the system's preferred one. */
  playOn(loudspeaker: SoundChoice['loudspeaker']): void;
  /** The server can be reached again, or (`asked`) the other wants the next round. */
  restart(iceServers: readonly IceServer[], asked: Repair | 'no'): void;
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
  loudspeaker(): SoundChoice['loudspeaker'];
  tell(event: MediaEvent): void;
  onPeerMuted(muted: boolean): void;
  onReport(report: SoundReport): void;
}

const TICK_MS = 250;
const MEASURE_MS = 500;
const PING_MS = 1_000;
/** The last packet is not older than this where sound flows. */
const GOOD_MS = 2 * MEASURE_MS;
/** What goes by the server arrives within this after the same by the control channel. */
const REPEAT_MS = 1_000;
/** What the server has kept of the other's comes within this after its return. */
const KEPT_MS = 200;

/**
 * A path with one connection, which negotiates nothing by itself before `offer` or `answer`. `first`: the header of its first
 * round, as this side writes it; `offers`: this side makes the offers, for as long as the path lives.
 */
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
  let connectedAt = 0;
  let offeredAt = 0;
  let offered: Repair | null = null;
  let began = false;
  let asked = false;
  let sounded = false;
  let closed = false;
  let measuring: Promise<void> | null = null;
  let ticks = 0;
  const peers = createChangeover(makePeer(first));
  const ticking = setInterval(tick, TICK_MS);

  function makePeer(header: PeerHeader): Peer {
    const peer = createPeer(header, {
      ...{ world: around.world, iceServers, certificate: around.takeCertificate(), replaces: began },
      isMuted: around.isMuted,
      loudspeaker: around.loudspeaker,
      takeEarly: early.take,
      onCandidates(batch) {
        tell({ type: 'media:candidates', batch });
        say({ v: 1, type: 'candidates', batch });
      },
      onState: stateChanged,
      onFirstSound() {
        if (!sounded) tell({ type: 'media:sound', ...who });
        sounded = true;
      },
      onControl: heard,
    });
    if (stream) peer.attach(stream);
    return peer;
  }

  function stateChanged(): void {
    if (peers.changed()) {
      const { state } = peers;
      if (state === 'connected') {
        connectedAt = Date.now();
        flow.begin(connectedAt);
      }
      tell({ type: 'media:connection', ...who, state });
    }
    consider();
  }

  function tick(): void {
    if (ticks % (PING_MS / TICK_MS) === 0) for (const { control } of peers.all) control.ping();
    // one that takes another's place is waited for
    if (ticks % (MEASURE_MS / TICK_MS) === 0 || peers.all.length > 1) void measure();
    ticks++;
    if (offers && peers.overdue) watch.want('peer');
    stateChanged();
  }

  /** Where another round would only put at risk what carries. */
  function sounds(): boolean {
    return Date.now() - (flow.lastAt ?? 0) < GOOD_MS;
  }

  function measure(): Promise<void> {
    measuring ??= lookForPackets().finally(() => (measuring = null));
    return measuring;
  }

  async function lookForPackets(): Promise<void> {
    const all = peers.all;
    const arrived = await Promise.all(all.map(hasReceived));
    if (closed) return;
    const sounding = all.filter((_, index) => arrived[index]);
    sounding.forEach(peers.carries);
    const change = flow.look(sounding.length > 0, Date.now());
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
    began ||= peers.current.began;
    if (!began) return;
    const words = peers.all.map(({ control }) => control.heardAt ?? 0);
    const heardAt = Math.max(connectedAt, flow.lastAt ?? 0, ...words);
    const repair = watch.look(
      {
        ...{ connection: peers.state, flowing: flow.flowing, heardAt },
        beyondIce: peers.newest.beyondIce,
        open: offers ? (peers.newest.settled ? null : 'offer') : asked ? 'wish' : null,
      },
      Date.now(),
    );
    if (repair && offers) void offerNext(repair);
    else if (repair) ask(repair);
  }

  async function offerNext(repair: Repair): Promise<void> {
    offeredAt = Date.now();
    offered = repair;
    // what came by a connection that is given up is counted first: silence begins with the last packet
    if (repair === 'peer') await atMost(TICK_MS, measure());
    if (closed) return;
    const { header } = peers.newest;
    const following = { ...header, negotiation: header.negotiation + 1 };
    if (repair === 'peer') peers.replace(makePeer(following), sounds());
    const made = repair === 'peer' ? peers.newest.offer() : peers.newest.restart(following, iceServers);
    const description = await made.catch(() => null); // the watch tries again
    if (description && !closed) send(description);
  }

  /** What is fresh and unanswered did not leave, as long as there was no server. */
  async function offerAgain(): Promise<void> {
    const description = await peers.newest.offer().catch(() => null); // the watch tries again
    if (description && !closed) send(description);
  }

  function want(repair: Repair): void {
    watch.want(repair);
    consider();
  }

  function askUnlessOffered(negotiation: number): void {
    if (negotiation === peers.newest.header.negotiation) want('ice');
  }

  function ask(repair: Repair): void {
    asked = true;
    const { header } = peers.newest;
    tell({ type: 'media:restart-wanted', header, newPeer: repair === 'peer' });
    say({ v: 1, type: 'restart-wanted', header, ...(repair === 'peer' ? { newPeer: true } : {}) });
  }

  function send(description: Description): void {
    say({ v: 1, type: 'description', description });
    tell({ type: 'media:description', description });
  }

  function say(message: ControlMessage): void {
    void peers.all.some(({ control }) => control.say(message));
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
        if (message.header.negotiation < peers.newest.header.negotiation && peers.newest.settled) return;
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
    const isNew = offer.negotiation > peers.newest.header.negotiation;
    const answer = await answerTo(offer).catch(() => null); // the other tries again
    if (!answer || closed) return;
    if (isNew) send(answer);
    else say({ v: 1, type: 'description', description: answer });
  }

  function answerTo(offer: Description): Promise<Description> {
    const header = reversed(offer);
    if (header.negotiation > peers.newest.header.negotiation) {
      asked = false;
      if (offer.newPeer) peers.replace(makePeer(header), sounds());
    }
    return peers.newest.answer(offer, iceServers);
  }

  async function acceptAnswer(answer: Description): Promise<void> {
    if (!offers) return;
    await peers.newest.acceptAnswer(answer);
    consider();
  }

  function addCandidates(batch: CandidateBatch): void {
    if (!peers.all.some((peer) => peer.addCandidates(batch))) early.keep(batch);
  }

  return {
    offers,
    say,
    get header() {
      return peers.newest.header;
    },
    get state() {
      return peers.state;
    },
    get peer() {
      return peers.current;
    },
    async offer(header, given) {
      iceServers = given;
      const latest = peers.newest.header.negotiation;
      if (!offers || header.negotiation < latest) throw new Error('a later negotiation is under way');
      if (header.negotiation > latest) peers.replace(makePeer(header), sounds());
      return peers.newest.offer();
    },
    async answer(offer, given) {
      if (offers) throw new Error('the offer is stale');
      iceServers = given;
      const isNew = offer.negotiation > peers.newest.header.negotiation;
      const answer = await answerTo(offer);
      if (isNew) say({ v: 1, type: 'description', description: answer });
      return answer;
    },
    acceptAnswer,
    addCandidates,
    attach(opened) {
      stream = opened;
      for (const peer of peers.all) peer.attach(opened);
    },
    setMuted(muted) {
      for (const peer of peers.all) peer.control.setMuted(muted);
    },
    playOn(loudspeaker) {
      for (const peer of peers.all) peer.playOn(loudspeaker);
    },
    restart(given, byOther) {
      iceServers = given;
      const isGood = peers.state !== 'failed' && sounds();
      // The other's wish came by the control channel before, and was fulfilled.
      const isFulfilled = byOther !== 'peer' || offered === 'peer';
      const isRepeat = isFulfilled && peers.newest.settled && Date.now() - offeredAt < REPEAT_MS;
      // An offer that nobody answers is not to be left: Chromium 156 sends as it proposes, and Firefox hears nothing of it.
      const isOpen = offers && !peers.newest.settled;
      if (byOther === 'no' ? isGood && !isOpen : !offers || isRepeat) return;
      if (byOther !== 'no') want(byOther);
      else if (isOpen && Date.now() - offeredAt < REPEAT_MS) void offerAgain();
      else if (offers || peers.newest.beyondIce) want('ice');
      else setTimeout(askUnlessOffered, KEPT_MS, peers.newest.header.negotiation);
    },
    repair(repair) {
      watch.wantFresh(repair);
      consider();
    },
    async close(hangUp) {
      closed = true;
      clearInterval(ticking);
      await peers.close(hangUp);
    },
  };
}
