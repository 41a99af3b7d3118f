import * as v from 'valibot';
import {
  CallId,
  ParticipantId,
  randomId,
  type Candidate,
  type Description,
  type IceServer,
  type PeerHeader,
} from '../protocol/index.ts';
import { createMediaHost, type MediaHost } from './host.ts';
import type { MediaEvent } from './port.ts';
import { createTones } from './tones.ts';
import { browserWorld, type MediaWorld } from './world.ts';
import { AS_THE_SYSTEM_PREFERS } from './sound-choice.ts';

/** One side of a call in the test's page: a real media host, what it told, and how to wait for it. */
export interface Side {
  readonly host: MediaHost;
  readonly events: MediaEvent[];
  /** Rejects when it does not come within ten seconds. */
  until(test: (event: MediaEvent) => boolean): Promise<MediaEvent>;
  readonly streams: MediaStream[];
  readonly connections: RTCPeerConnection[];
  readonly contexts: AudioContext[];
  /** The control channels, one for each connection. */
  readonly channels: RTCDataChannel[];
  /** As when this side's machine comes into another network. */
  changeNetwork(): void;
  /** False: what this side tells reaches nobody by the server. */
  served: boolean;
  onEvent(listener: (event: MediaEvent) => void): void;
}

/** What a side has heard, in samples (48 per ms), and how loud it was (W3C WebRTC Stats). */
export interface Heard {
  readonly samples: number;
  /** Made up for what did not come in time. */
  readonly concealed: number;
  readonly energy: number;
  readonly packets: number;
  /** The ICE name of the path in use, which every round changes. */
  readonly path: string;
}

/** Runs in the browser: {@link Side}s in one page, and the steps of a call between them. */
export const harness = {
  /** `iceServers`: given to every connection the host makes, whatever it wanted. */
  side(iceServers?: RTCIceServer[]): Side {
    const real = browserWorld(null);
    const streams: MediaStream[] = [];
    const connections: RTCPeerConnection[] = [];
    const contexts: AudioContext[] = [];
    const channels: RTCDataChannel[] = [];
    const network = new EventTarget();
    let changed = false;
    const world: MediaWorld = {
      ...real,
      mediaDevices: {
        enumerateDevices: () => navigator.mediaDevices.enumerateDevices(),
        addEventListener: navigator.mediaDevices.addEventListener.bind(navigator.mediaDevices),
        async getUserMedia(constraints) {
          const stream = await navigator.mediaDevices.getUserMedia(constraints);
          streams.push(stream);
          return stream;
        },
      },
      createPeerConnection(configuration) {
        const connection = real.createPeerConnection({ ...configuration, ...(iceServers && { iceServers }) });
        connections.push(connection);
        const { createDataChannel } = connection;
        connection.createDataChannel = (...args) => {
          const channel = createDataChannel.apply(connection, args);
          channels.push(channel);
          return channel;
        };
        return connection;
      },
      hostAddresses: async () => [
        ...(await real.hostAddresses()),
        ...(changed ? ['of another network'] : []),
      ],
      onOnline(listener) {
        network.addEventListener('online', listener);
        return () => network.removeEventListener('online', listener);
      },
      createAudioContext() {
        const context = real.createAudioContext();
        contexts.push(context);
        return context;
      },
    };
    const host = createMediaHost(world, createTones(world.createAudioContext));
    const events: MediaEvent[] = [];
    const listeners = new Set<(event: MediaEvent) => void>();
    host.listen((event) => {
      events.push(event);
      for (const listener of listeners) listener(event);
    });
    return {
      served: true,
      onEvent: (listener) => void listeners.add(listener),
      host,
      events,
      streams,
      connections,
      contexts,
      channels,
      changeNetwork() {
        changed = true;
        network.dispatchEvent(new Event('online'));
      },
      until(test) {
        return new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error('it did not come')), 10_000);
          const look = (event: MediaEvent): void => {
            if (!test(event)) return;
            clearTimeout(timer);
            listeners.delete(look);
            resolve(event);
          };
          listeners.add(look);
          events.forEach(look);
        });
      },
    };
  },

  newCall: () => v.parse(CallId, randomId()),

  /** What an offer of `from` to `to` says of itself. */
  header(callId: CallId, from: Side, to: Side, negotiation = 0): PeerHeader {
    const participant = (): ParticipantId => v.parse(ParticipantId, randomId());
    return {
      ...{ v: 1, callId, from: participant(), to: participant(), negotiation },
      incarnations: { from: incarnationOf(from), to: incarnationOf(to) },
    };
  },

  /** Hands what one side tells to the other, as the server would. */
  relay(from: Side, to: Side): void {
    from.onEvent((event) => {
      if (from.served) void pass(event, from, to);
    });
  },

  /** What was heard on the newest connection. */
  async heard({ connections }: Side): Promise<Heard> {
    const heard = { samples: 0, concealed: 0, energy: 0, packets: 0, path: '' };
    const connection = connections.at(-1);
    (await connection?.getStats())?.forEach((entry: RTCStats) => {
      if (entry.type === 'transport')
        heard.path = (entry as { iceLocalUsernameFragment?: string }).iceLocalUsernameFragment ?? '';
      if (entry.type !== 'inbound-rtp') return;
      const inbound = entry as RTCInboundRtpStreamStats;
      heard.samples += inbound.totalSamplesReceived ?? 0;
      heard.concealed += inbound.concealedSamples ?? 0;
      heard.energy += inbound.totalAudioEnergy ?? 0;
      heard.packets += inbound.packetsReceived ?? 0;
    });
    return heard;
  },

  /** Each side has heard the other. */
  async flowing(...sides: Side[]): Promise<void> {
    await Promise.all(sides.map((side) => side.until(({ type }) => type === 'media:sound')));
  },

  /** What each side heard within this time. */
  async during(ms: number, ...sides: Side[]) {
    const before = await Promise.all(sides.map(harness.heard));
    await harness.pause(ms);
    const after = await Promise.all(sides.map(harness.heard));
    return after.map((heard, index) => {
      const earlier = before[index] ?? heard;
      return {
        concealedMs: Math.round((heard.concealed - earlier.concealed) / 48),
        packets: heard.packets - earlier.packets,
        energy: heard.energy - earlier.energy,
        anotherRound: heard.path !== earlier.path,
      };
    });
  },

  /** The longest time within which no packet came to a side, on whichever connection, in ms. */
  async longestGap(ms: number, ...sides: Side[]): Promise<number[]> {
    const gaps = sides.map(() => 0);
    const seen = sides.map(() => ({ packets: 0, at: performance.now() }));
    const endsAt = performance.now() + ms;
    while (performance.now() < endsAt) {
      await harness.pause(20);
      for (const [index, { connections }] of sides.entries()) {
        const open = connections.filter(({ connectionState }) => connectionState !== 'closed');
        const counts = await Promise.all(open.map(packetsOf));
        const packets = counts.reduce((sum, count) => sum + count, 0);
        const before = seen[index];
        if (!before || packets === before.packets) continue;
        const at = performance.now();
        gaps[index] = Math.max(gaps[index] ?? 0, Math.round(at - before.at));
        seen[index] = { packets, at };
      }
    }
    return gaps;
  },

  /** What a side told of its path, and how its connections are. */
  told({ events, connections }: Side) {
    return {
      states: events.flatMap((event) => (event.type === 'media:connection' ? [event.state] : [])),
      flowing: events.flatMap((event) => (event.type === 'media:flow' ? [event.flowing] : [])),
      /** The rounds that it offered by itself. */
      offers: events.flatMap((event) =>
        event.type === 'media:description' && event.description.type === 'offer'
          ? [event.description.negotiation]
          : [],
      ),
      connections: connections.map(({ connectionState }) => connectionState),
    };
  },

  pause: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),

  /** From the click on Accept to both sides connected, the caller's microphone open before. Durations in ms. */
  async call(caller: Side, callee: Side, iceServers: IceServer[] = [], relayed = true) {
    const callId = harness.newCall();
    await caller.host.handle('media:open-microphone', {
      callId,
      sound: { ...AS_THE_SYSTEM_PREFERS, processing: false },
    });
    if (relayed) {
      harness.relay(caller, callee);
      harness.relay(callee, caller);
    }
    const acceptedAt = performance.now();
    const header = harness.header(callId, callee, caller);
    const [, offer] = await Promise.all([
      callee.host.handle('media:open-microphone', {
        callId,
        sound: { ...AS_THE_SYSTEM_PREFERS, processing: false },
      }),
      callee.host
        .handle('media:offer', { header, iceServers })
        .then((made) => ({ made, at: performance.now() })),
    ]);
    const openedAt = performance.now();
    const answer = await caller.host.handle('media:answer', { offer: offer.made, iceServers });
    await callee.host.handle('media:accept-answer', { answer });
    const isConnected = (event: MediaEvent): boolean =>
      event.type === 'media:connection' && event.callId === callId && event.state === 'connected';
    await Promise.all([caller.until(isConnected), callee.until(isConnected)]);
    const connectedAt = performance.now();
    return {
      callId,
      offerMs: Math.round(offer.at - acceptedAt),
      microphoneMs: Math.round(openedAt - acceptedAt),
      acceptToConnectedMs: Math.round(connectedAt - acceptedAt),
      offerCandidates: offer.made.candidates.length,
      answerCandidates: answer.candidates.length,
    };
  },

  /** All that a side found for a description, once it has found the last. */
  async candidatesOf(side: Side, { candidates }: Description): Promise<Candidate[]> {
    const isLast = ({ candidate }: Candidate): boolean => candidate === '';
    await side.until((event) => event.type === 'media:candidates' && event.batch.candidates.some(isLast));
    const later = side.events.flatMap((event) =>
      event.type === 'media:candidates' ? event.batch.candidates : [],
    );
    return [...candidates, ...later];
  },
};

function incarnationOf(side: Side) {
  const [first] = side.events;
  if (first?.type !== 'media:status') throw new Error('the status did not come first');
  return first.status.incarnation;
}

async function packetsOf(connection: RTCPeerConnection): Promise<number> {
  let packets = 0;
  (await connection.getStats()).forEach((entry: RTCInboundRtpStreamStats) => {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
  });
  return packets;
}

/** As controllers and the server do between them. */
async function pass(event: MediaEvent, from: Side, to: Side): Promise<void> {
  switch (event.type) {
    case 'media:candidates':
      await to.host.handle('media:add-candidates', { batch: event.batch });
      return;
    case 'media:description': {
      const { description } = event;
      if (description.type === 'answer') {
        await to.host.handle('media:accept-answer', { answer: description });
        return;
      }
      const answer = await to.host.handle('media:answer', { offer: description, iceServers: [] });
      if (to.served) await from.host.handle('media:accept-answer', { answer });
      return;
    }
    case 'media:restart-wanted':
      await to.host.handle('media:restart', {
        callId: event.header.callId,
        iceServers: [],
        asked: event.newPeer ? 'peer' : 'ice',
      });
      return;
    default:
  }
}

declare global {
  var harness: typeof import('./media.integration.page.ts').harness;
}
globalThis.harness = harness;
