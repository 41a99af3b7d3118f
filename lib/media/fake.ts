import * as v from 'valibot';
import type { CallId, Description, Incarnation, PeerHeader } from '../protocol/index.ts';
import { Incarnation as IncarnationSchema } from '../protocol/index.ts';
import { type FakePeer, type FakePeerOwner, type FakeWires, keyOf } from './fake-peer.ts';
import { headerOf, reversed, samePair } from './peer-header.ts';
import {
  MEDIA_COMMANDS,
  type ConnectionState,
  type MediaCommandName,
  type MediaEvent,
  type MediaPayload,
  type MediaPort,
  type MediaReply,
  type MicrophoneTrouble,
  type Tone,
} from './port.ts';

/** What the fake microphone does when it is asked for. */
export type FakeMicrophone = 'opens' | 'hangs' | MicrophoneTrouble;

/** A media host without media. It does what the real one promises, in microtasks. */
export interface FakeMediaHost {
  /** A new background's port: earlier ones go deaf, and `media:status` comes first, as from the real host. */
  connect(): MediaPort;
  readonly incarnation: Incarnation;
  /** The outcome of the next questions for the microphone. */
  microphone: FakeMicrophone;
  /** Ends the question that hangs; a late success for a closed call is stopped at once. */
  settleMicrophone(outcome: 'opens' | MicrophoneTrouble): void;
  /** The microphone's track ends by itself, and there is no other. */
  unplugMicrophone(): void;
  readonly microphoneOpenFor: CallId | null;
  readonly callId: CallId | null;
  readonly connection: ConnectionState;
  readonly muted: boolean;
  readonly tone: Tone;
  /** Every command in order, by name. */
  readonly commands: readonly MediaCommandName[];
  /** True: offer, answer and accept-answer reject, as when the browser cannot take a description. */
  broken: boolean;
  /** False: peers of this host never reach each other. */
  reachable: boolean;
  /** True: its machine has no network. Set by the air, which also parts what is connected. */
  cut: boolean;
  /** The document dies: listeners of onLost hear it; it comes back empty as a new incarnation at the next command. */
  crash(byPerson?: boolean): void;
}

interface FakeSession extends FakePeerOwner {
  microphone: 'closed' | 'opening' | 'open';
  /** Answers the open-microphone commands that wait. */
  waiting: { resolve(reply: MediaReply<'media:open-microphone'>): void; reject(error: Error): void }[];
  muted: boolean;
  peer: FakePeer | null;
  closed: boolean;
}

/** Made by the air (lib/media/fake-air.ts), which joins it with others. */
export function createFakeHost(wires: FakeWires, nextNumber: () => number): FakeMediaHost {
  let incarnation = incarnationOf(nextNumber());
  let session: FakeSession | null = null;
  let tone: Tone = 'none';
  let listeners: { event: ((event: MediaEvent) => void)[]; lost: ((byPerson: boolean) => void)[] } = {
    event: [],
    lost: [],
  };
  const commands: MediaCommandName[] = [];

  const host: FakeMediaHost = {
    microphone: 'opens',
    broken: false,
    reachable: true,
    cut: false,
    get incarnation() {
      return incarnation;
    },
    get microphoneOpenFor() {
      return session?.microphone === 'open' ? session.callId : null;
    },
    get callId() {
      return session?.callId ?? null;
    },
    get connection() {
      return session?.peer?.state ?? 'new';
    },
    get muted() {
      return session?.muted ?? false;
    },
    get tone() {
      return tone;
    },
    get commands() {
      return commands;
    },
    connect() {
      const mine: typeof listeners = { event: [], lost: [] };
      listeners = mine;
      tellStatus();
      return {
        onEvent: (listener) => void mine.event.push(listener),
        onLost: (listener) => void mine.lost.push(listener),
        async send(name, payload) {
          if (mine !== listeners) throw new Error('the port to the media host is closed');
          commands.push(name);
          return (await run(name, v.parse(MEDIA_COMMANDS[name].payload, payload))) as never;
        },
      };
    },
    settleMicrophone(outcome) {
      if (session?.microphone === 'opening') settle(session, outcome);
    },
    unplugMicrophone() {
      if (session?.microphone !== 'open') return;
      session.microphone = 'closed';
      tell({ type: 'media:microphone-ended', callId: session.callId, trouble: 'microphone-failed' });
    },
    crash(byPerson = false) {
      close(false);
      // what sounds beside a call window goes on without it
      if (!byPerson) tone = 'none';
      incarnation = incarnationOf(nextNumber());
      for (const listener of listeners.lost) queueMicrotask(() => listener(byPerson));
    },
  };

  function tell(event: MediaEvent): void {
    const told = listeners;
    queueMicrotask(() => {
      for (const listener of told.event) listener(event);
    });
  }

  function tellStatus(): void {
    const status = {
      incarnation,
      callId: session?.callId ?? null,
      connection: host.connection,
      muted: host.muted,
      peerMuted: session?.peer?.otherMuted ?? false,
      silentForMs: host.connection === 'disconnected' ? 2_000 : null,
    };
    tell({ type: 'media:status', status });
  }

  function settle(asked: FakeSession, outcome: 'opens' | MicrophoneTrouble): void {
    const reply: MediaReply<'media:open-microphone'> =
      outcome === 'opens' ? { ok: true, incarnation } : { ok: false, code: outcome };
    asked.microphone = reply.ok ? 'open' : 'closed';
    for (const { resolve } of asked.waiting.splice(0)) resolve(reply);
  }

  function close(hangUp: boolean): void {
    if (!session) return;
    const { peer, waiting } = session;
    if (hangUp && peer) wires.control(peer, { type: 'hang-up' });
    session.closed = true;
    session = null;
    if (peer) wires.vanished(peer);
    for (const { reject } of waiting.splice(0)) reject(new Error('the call was closed'));
  }

  /** The session of a call; an earlier call's ends, and its open microphone goes over to the new one. */
  function sessionOf(callId: CallId): FakeSession {
    if (session?.callId === callId) return session;
    const microphone = session?.microphone === 'open' ? 'open' : 'closed';
    close(false);
    const reachable = () => host.reachable && !host.cut;
    session = { callId, tell, reachable, microphone, waiting: [], muted: false, peer: null, closed: false };
    return session;
  }

  /** The peer of this negotiation: the one there is, at its next round, or a new one. */
  function peerOf(owner: FakeSession, header: PeerHeader, type: 'offer' | 'answer'): FakePeer {
    if (host.broken) throw new Error('the fake host is broken');
    if (header.incarnations.from !== incarnation) throw new Error('this is not the host that was meant');
    const { peer } = owner;
    const next = headerOf(header);
    if (peer && samePair(peer.header, header)) {
      if (header.negotiation < peer.header.negotiation) throw new Error('a later negotiation is under way');
      if (header.negotiation > peer.header.negotiation) {
        peer.header = next;
        peer.description = describe(next, type);
      }
      return peer;
    }
    if (peer) wires.vanished(peer);
    const offers = type === 'offer';
    const description = describe(next, type);
    owner.peer = { owner, header: next, description, offers, other: null, state: 'new', otherMuted: false };
    return owner.peer;
  }

  function run(name: MediaCommandName, payload: unknown): unknown {
    switch (name) {
      case 'media:prewarm':
        return null;
      case 'media:open-microphone': {
        const { callId } = payload as MediaPayload<typeof name>;
        const opened = sessionOf(callId);
        if (opened.microphone === 'open') return { ok: true, incarnation };
        const reply = new Promise((resolve, reject) => opened.waiting.push({ resolve, reject }));
        opened.microphone = 'opening';
        if (host.microphone !== 'hangs') settle(opened, host.microphone);
        return reply;
      }
      case 'media:offer': {
        const { header } = payload as MediaPayload<typeof name>;
        const peer = peerOf(sessionOf(header.callId), header, 'offer');
        wires.offered(peer);
        return peer.description;
      }
      case 'media:answer': {
        const { offer } = payload as MediaPayload<typeof name>;
        if (session?.callId !== offer.callId) throw new Error('no such call here');
        const peer = peerOf(session, reversed(offer), 'answer');
        wires.answered(peer);
        return peer.description;
      }
      case 'media:accept-answer': {
        const { answer } = payload as MediaPayload<typeof name>;
        if (host.broken) throw new Error('the fake host is broken');
        const peer = session?.peer;
        if (peer && keyOf(peer.header) === keyOf(reversed(answer))) wires.join(peer);
        return null;
      }
      case 'media:restart': {
        const { callId } = payload as MediaPayload<typeof name>;
        if (session?.callId === callId && session.peer) wires.restart(session.peer);
        return null;
      }
      case 'media:mute': {
        const { callId, muted } = payload as MediaPayload<typeof name>;
        if (session?.callId !== callId || session.muted === muted) return null;
        session.muted = muted;
        if (session.peer) wires.control(session.peer, { type: 'mute', muted });
        return null;
      }
      case 'media:close': {
        const { callId, hangUp } = payload as MediaPayload<typeof name>;
        if (session?.callId === callId) close(hangUp);
        return null;
      }
      case 'media:use-sound':
        return null;
      case 'media:tone':
        tone = (payload as MediaPayload<typeof name>).tone;
        return null;
      case 'media:add-candidates':
        return null;
    }
  }

  return host;
}

function describe(header: PeerHeader, type: 'offer' | 'answer'): Description {
  return { ...header, type, sdp: `fake ${type}`, candidates: [] };
}

/** An incarnation that a test can read: `fake-media-host-000001`. */
function incarnationOf(count: number): Incarnation {
  return v.parse(IncarnationSchema, `fake-media-host-${String(count).padStart(6, '0')}`);
}
