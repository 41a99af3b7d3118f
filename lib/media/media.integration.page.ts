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

/** One side of a call in the test's page: a real media host, what it told, and how to wait for it. */
export interface Side {
  readonly host: MediaHost;
  readonly events: MediaEvent[];
  /** Rejects when it does not come within ten seconds. */
  until(test: (event: MediaEvent) => boolean): Promise<MediaEvent>;
  readonly streams: MediaStream[];
  readonly connections: RTCPeerConnection[];
  readonly contexts: AudioContext[];
}

/** Runs in the browser: {@link Side}s in one page, and the steps of a call between them. */
export const harness = {
  /** `iceServers`: given to every connection the host makes, whatever it wanted. */
  side(iceServers?: RTCIceServer[]): Side {
    const real = browserWorld(null);
    const streams: MediaStream[] = [];
    const connections: RTCPeerConnection[] = [];
    const contexts: AudioContext[] = [];
    const world: MediaWorld = {
      ...real,
      mediaDevices: {
        enumerateDevices: () => navigator.mediaDevices.enumerateDevices(),
        async getUserMedia(constraints) {
          const stream = await navigator.mediaDevices.getUserMedia(constraints);
          streams.push(stream);
          return stream;
        },
      },
      createPeerConnection(configuration) {
        const connection = real.createPeerConnection({ ...configuration, ...(iceServers && { iceServers }) });
        connections.push(connection);
        return connection;
      },
      createAudioContext() {
        const context = real.createAudioContext();
        contexts.push(context);
        return context;
      },
    };
    const host = createMediaHost(world, createTones(world.createAudioContext));
    const events: MediaEvent[] = [];
    const waiting = new Set<() => void>();
    host.listen((event) => {
      events.push(event);
      for (const look of waiting) look();
    });
    return {
      host,
      events,
      streams,
      connections,
      contexts,
      until(test) {
        return new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error('it did not come')), 10_000);
          const look = (): void => {
            const found = events.find(test);
            if (!found) return;
            clearTimeout(timer);
            waiting.delete(look);
            resolve(found);
          };
          waiting.add(look);
          look();
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

  /** Hands every candidate of one side to the other, as the server would. */
  relay(from: Side, to: Side): void {
    let relayed = 0;
    void from
      .until(() => {
        for (const event of from.events.slice(relayed)) {
          relayed++;
          if (event.type === 'media:candidates')
            void to.host.handle('media:add-candidates', { batch: event.batch });
        }
        return false;
      })
      .catch(() => {});
  },

  /** From the click on Accept to both sides connected, the caller's microphone open before. Durations in ms. */
  async call(caller: Side, callee: Side, iceServers: IceServer[] = [], relayed = true) {
    const callId = harness.newCall();
    await caller.host.handle('media:open-microphone', { callId, soundProcessing: false });
    if (relayed) {
      harness.relay(caller, callee);
      harness.relay(callee, caller);
    }
    const acceptedAt = performance.now();
    const header = harness.header(callId, callee, caller);
    const [, offer] = await Promise.all([
      callee.host.handle('media:open-microphone', { callId, soundProcessing: false }),
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

declare global {
  var harness: typeof import('./media.integration.page.ts').harness;
}
globalThis.harness = harness;
