import { createFakeHost, type FakeMediaHost } from './fake.ts';
import { type ControlWord, type FakePeer, type FakeWires, keyOf } from './fake-peer.ts';
import { headerOf, reversed } from './peer-header.ts';
import type { ConnectionState } from './port.ts';

/**
 * The network between fake media hosts: it joins an offer's peer with its answer's, and carries the control
 * channel's messages, at once or, while `controlHeld`, when the test says so.
 */
export interface FakeAir {
  host(): FakeMediaHost;
  /** While true, hang-up and mute wait for {@link FakeAir.deliverControl}. */
  controlHeld: boolean;
  deliverControl(): void;
  /** Throw away what the control channel still carries. */
  loseControl(): void;
  /** Nothing goes from or to this host any more: what was connected is disconnected, and no sound has come for 2 s. */
  cut(host: FakeMediaHost): void;
  /** It does again, once somebody makes the next offer. */
  mend(host: FakeMediaHost): void;
}

/** A real media host tries again about this often while nothing comes, in ms. */
const RESTART_EVERY_MS = 5_000;

/** `after` calls back after that many ms: without it a broken connection is only restarted when the test asks for it. */
export function createFakeAir(after?: (ms: number, callback: () => void) => void): FakeAir {
  const offers = new Map<string, FakePeer>();
  const answers = new Map<string, FakePeer>();
  const connected = new Set<FakePeer>();
  const retrying = new Set<FakePeer>();
  let control: (ControlWord & { readonly to: FakePeer })[] = [];
  let hosts = 0;

  const wires: FakeWires = {
    offered: (peer) => void offers.set(keyOf(peer.header), peer),
    answered(peer) {
      answers.set(keyOf(reversed(peer.header)), peer);
      // its answer may get lost
      if (peer.state === 'new' && peer.header.negotiation === 0) retry(peer);
    },
    join(offer) {
      const answer = answers.get(keyOf(offer.header));
      if (!answer || answer.owner.closed) return;
      if (!offer.owner.reachable() || !answer.owner.reachable()) return retry(offer);
      const first = offer.other === null;
      offer.other = answer;
      answer.other = offer;
      for (const peer of [offer, answer]) {
        connected.add(peer);
        setState(peer, 'connected');
        if (first) peer.owner.tell({ type: 'media:sound', ...who(peer) });
        peer.owner.tell({ type: 'media:flow', ...who(peer), flowing: true, forMs: 0 });
        send(peer, { type: 'mute', muted: peer.owner.muted });
      }
    },
    control: send,
    vanished: part,
    restart(peer) {
      if (peer.owner.closed || peer.state === 'connected') return;
      const { header } = peer;
      if (!peer.offers) return peer.owner.tell({ type: 'media:restart-wanted', header, newPeer: false });
      peer.header = { ...header, negotiation: header.negotiation + 1 };
      peer.description = { ...peer.description, ...headerOf(peer.header) };
      wires.offered(peer);
      peer.owner.tell({ type: 'media:description', description: peer.description });
    },
  };

  const air: FakeAir = {
    controlHeld: false,
    host: () => createFakeHost(wires, () => ++hosts),
    deliverControl() {
      const carried = control;
      control = [];
      for (const word of carried) deliver(word);
    },
    loseControl() {
      control = [];
    },
    cut(host) {
      host.cut = true;
      for (const peer of connected) {
        if (peer.owner.reachable()) continue;
        part(peer);
        control = control.filter(({ to }) => to !== peer && to !== peer.other);
      }
    },
    mend(host) {
      host.cut = false;
    },
  };

  /** Both ends notice, each by itself. */
  function part(peer: FakePeer): void {
    for (const each of [peer, peer.other]) {
      if (!each || !connected.delete(each) || each.owner.closed) continue;
      setState(each, 'disconnected');
      each.owner.tell({ type: 'media:flow', ...who(each), flowing: false, forMs: 2_000 });
      retry(each);
    }
  }

  function retry(peer: FakePeer): void {
    if (retrying.has(peer)) return;
    retrying.add(peer);
    after?.(RESTART_EVERY_MS, () => {
      retrying.delete(peer);
      if (peer.owner.closed || peer.owner.peer !== peer || peer.state === 'connected') return;
      wires.restart(peer);
      retry(peer);
    });
  }

  function send(from: FakePeer, word: ControlWord): void {
    const { other } = from;
    if (!other) return;
    if (!connected.has(from)) return;
    control.push({ ...word, to: other });
    if (!air.controlHeld) air.deliverControl();
  }

  return air;
}

function deliver({ to, ...word }: ControlWord & { readonly to: FakePeer }): void {
  if (to.owner.closed) return;
  if (word.type === 'hang-up') to.owner.tell({ type: 'media:peer-hung-up', ...who(to) });
  else if (word.muted !== to.otherMuted) {
    to.otherMuted = word.muted;
    to.owner.tell({ type: 'media:peer-muted', ...who(to), muted: word.muted });
  }
}

function setState(peer: FakePeer, state: ConnectionState): void {
  if (peer.state === state || peer.owner.closed) return;
  peer.state = state;
  peer.owner.tell({ type: 'media:connection', ...who(peer), state });
}

function who({ owner, header }: FakePeer) {
  return { callId: owner.callId, peer: header.to };
}
