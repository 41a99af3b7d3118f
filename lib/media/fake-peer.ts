import type { CallId, Description, PeerHeader } from '../protocol/index.ts';
import type { ConnectionState, MediaEvent } from './port.ts';

/** One end of a connection that is only told of. */
export interface FakePeer {
  readonly owner: FakePeerOwner;
  /** Of the present negotiation, as this side writes it. */
  header: PeerHeader;
  description: Description;
  /** Whether this side makes the offers. */
  readonly offers: boolean;
  other: FakePeer | null;
  state: ConnectionState;
  otherMuted: boolean;
}

export interface FakePeerOwner {
  readonly callId: CallId;
  readonly tell: (event: MediaEvent) => void;
  readonly muted: boolean;
  readonly closed: boolean;
  /** The connection it has now: an earlier one of this call is of no use. */
  readonly peer: FakePeer | null;
  /** False where the network of this host's machine is cut, or lets nobody through. */
  readonly reachable: () => boolean;
}

/** What goes over the control channel. */
export type ControlWord = { readonly type: 'hang-up' } | { readonly type: 'mute'; readonly muted: boolean };

/** What a fake host asks of the air. */
export interface FakeWires {
  offered(peer: FakePeer): void;
  answered(peer: FakePeer): void;
  /** The offer's side took the answer: if nothing is between the two, sound flows. */
  join(offer: FakePeer): void;
  control(from: FakePeer, word: ControlWord): void;
  /** This end is closed, or its host died: the other finds out by itself. */
  vanished(peer: FakePeer): void;
  /** What a broken connection does by itself, at once: the offerer makes the next offer, the other asks for it. */
  restart(peer: FakePeer): void;
}

export function keyOf({ callId, from, to, incarnations, negotiation }: PeerHeader): string {
  return [callId, from, to, incarnations.from, incarnations.to, negotiation].join(' ');
}
