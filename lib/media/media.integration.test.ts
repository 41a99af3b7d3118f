import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHarnessBrowser, type HarnessBrowser } from './media.integration.browser.ts';
import type { MediaEvent } from './port.ts';

let harnessed: HarnessBrowser;
let page: Page;

beforeAll(async () => {
  harnessed = await startHarnessBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ]);
}, 60_000);

afterAll(() => harnessed?.close());

beforeEach(async () => {
  page = await harnessed.openPage();
});

afterEach(() => page.close());

describe('two media hosts in a real browser', () => {
  test('connect, hear each other, tell of mute and hang-up, and leave nothing open', async () => {
    const seen = await page.evaluate(async () => {
      const [caller, callee] = [harness.side(), harness.side()];
      const { callId, ...durations } = await harness.call(caller, callee);
      const isSound = (event: MediaEvent): boolean => event.type === 'media:sound';
      await Promise.all([caller.until(isSound), callee.until(isSound)]);

      await caller.host.handle('media:mute', { callId, muted: true });
      const muted = await callee.until((event) => event.type === 'media:peer-muted');
      await callee.host.handle('media:close', { callId, hangUp: true });
      await caller.until((event) => event.type === 'media:peer-hung-up');
      const afterHangUp = [callee.streams, callee.connections];
      const calleeClosed = JSON.stringify([
        callee.streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState)),
        callee.connections.map(({ connectionState }) => connectionState),
      ]);
      await caller.host.handle('media:close', { callId, hangUp: false });
      return {
        durations,
        muted,
        opened: afterHangUp.map(({ length }) => length),
        calleeClosed,
        live: [caller, callee].flatMap(({ streams }) =>
          streams.flatMap((stream) => stream.getTracks().filter(({ readyState }) => readyState === 'live')),
        ).length,
        openPeers: [caller, callee].flatMap(({ connections }) =>
          connections.filter(({ connectionState }) => connectionState !== 'closed'),
        ).length,
        soundsTold: callee.events.filter(({ type }) => type === 'media:sound').length,
      };
    });
    console.log('first call of a browser', seen.durations);
    expect(seen.muted).toMatchObject({ muted: true });
    expect(seen.opened).toEqual([1, 1]);
    expect(seen.calleeClosed).toBe(JSON.stringify([['ended'], ['closed']]));
    expect(seen.live).toBe(0);
    expect(seen.openPeers).toBe(0);
    expect(seen.soundsTold).toBe(1);
  });

  test('are quick once warmed', async () => {
    const durations = await page.evaluate(async () => {
      const rounds = [];
      for (let round = 0; round < 5; round++) {
        const [caller, callee] = [harness.side(), harness.side()];
        await callee.host.handle('media:prewarm', {});
        const { callId, ...figures } = await harness.call(caller, callee);
        rounds.push(figures);
        await caller.host.handle('media:close', { callId, hangUp: false });
        await callee.host.handle('media:close', { callId, hangUp: false });
      }
      return rounds;
    });
    console.log('warmed', durations);
    for (const { acceptToConnectedMs } of durations) expect(acceptToConnectedMs).toBeLessThan(2000);
  });

  // One side alone is told where the other is, and early: so nothing but what it kept can connect them.
  test.each([
    { told: 'caller', before: 'the offer' },
    { told: 'callee', before: 'the answer' },
  ])('keep the candidates that come to the $told before $before', async ({ told }) => {
    const states = await page.evaluate(async (toldSide) => {
      const [caller, callee] = [harness.side(), harness.side()];
      const callId = harness.newCall();
      await caller.host.handle('media:open-microphone', {
        callId,
        sound: { processing: false, microphone: null, loudspeaker: null },
      });
      const header = harness.header(callId, callee, caller);
      const offer = await callee.host.handle('media:offer', { header, iceServers: [] });
      if (toldSide === 'caller') {
        const candidates = await harness.candidatesOf(callee, offer);
        await caller.host.handle('media:add-candidates', { batch: { ...offer, candidates } });
      }
      const bareOffer = { ...offer, candidates: [] };
      const answer = await caller.host.handle('media:answer', { offer: bareOffer, iceServers: [] });
      if (toldSide === 'callee') {
        const candidates = await harness.candidatesOf(caller, answer);
        await callee.host.handle('media:add-candidates', { batch: { ...answer, candidates } });
      }
      await callee.host.handle('media:accept-answer', { answer: { ...answer, candidates: [] } });
      const isConnected = (event: MediaEvent): boolean =>
        event.type === 'media:connection' && event.state === 'connected';
      await Promise.all([caller.until(isConnected), callee.until(isConnected)]);
      return [caller, callee].map(({ connections }) => connections[0]?.connectionState);
    }, told);
    expect(states).toEqual(['connected', 'connected']);
  });

  test('drop what is stale, and answer a repeat the same', async () => {
    const seen = await page.evaluate(async () => {
      const [caller, callee] = [harness.side(), harness.side()];
      const callId = harness.newCall();
      await caller.host.handle('media:open-microphone', {
        callId,
        sound: { processing: false, microphone: null, loudspeaker: null },
      });
      const header = harness.header(callId, callee, caller);
      const offer = await callee.host.handle('media:offer', { header, iceServers: [] });
      const answer = await caller.host.handle('media:answer', { offer, iceServers: [] });
      const again = await caller.host.handle('media:answer', { offer, iceServers: [] });

      const refusals: string[] = [];
      const staleOffers = [
        { ...offer, callId: harness.newCall() },
        { ...offer, incarnations: { ...offer.incarnations, to: offer.incarnations.from } },
      ];
      for (const stale of staleOffers) {
        await caller.host
          .handle('media:answer', { offer: stale, iceServers: [] })
          .catch((error: Error) => refusals.push(error.message));
      }
      await callee.host.handle('media:accept-answer', { answer: { ...answer, negotiation: 1 } });
      const untouched = callee.connections[0]?.signalingState;
      await callee.host.handle('media:accept-answer', { answer });
      await callee.host.handle('media:accept-answer', { answer });
      return {
        same: again.sdp === answer.sdp,
        refusals,
        untouched,
        taken: callee.connections[0]?.signalingState,
        peers: [caller.connections.length, callee.connections.length],
      };
    });
    expect(seen).toEqual({
      same: true,
      refusals: ['the offer is stale', 'the offer is stale'],
      untouched: 'have-local-offer',
      taken: 'stable',
      peers: [1, 1],
    });
  });

  test('describe Opus alone, and one transport', async () => {
    const sdp = await page.evaluate(async () => {
      const [caller, callee] = [harness.side(), harness.side()];
      const header = harness.header(harness.newCall(), callee, caller);
      return (await callee.host.handle('media:offer', { header, iceServers: [] })).sdp;
    });
    expect(sdp.match(/^a=rtpmap:.*$/gm)?.map((line) => line.trim())).toEqual([
      expect.stringMatching(/^a=rtpmap:\d+ opus\/48000\/2$/),
    ]);
    expect(sdp).toContain('useinbandfec=1');
  });

  test('sound a tone only until it is silenced', async () => {
    const states = await page.evaluate(async () => {
      const side = harness.side();
      await side.host.handle('media:tone', { tone: 'ring', volume: 1 });
      await side.host.handle('media:tone', { tone: 'ring', volume: 1 });
      const [context] = side.contexts;
      if (!context) throw new Error('no tone was played');
      const before = [side.contexts.length, context.state];
      await side.host.handle('media:tone', { tone: 'none', volume: 1 });
      const startedAt = performance.now();
      if (context.state !== 'closed')
        await new Promise<void>((resolve) => {
          context.onstatechange = () => {
            if (context.state === 'closed') resolve();
          };
        });
      return { before, after: context.state, closedMs: Math.round(performance.now() - startedAt) };
    });
    console.log('tone', states);
    expect(states.before[0]).toBe(1);
    expect(states.after).toBe('closed');
    expect(states.closedMs).toBeLessThan(1000);
  });
});

describe('a path in a real browser', () => {
  test.each([
    ['offers', 'the server and the control channel', true],
    ['offers', 'the control channel alone', false],
    ['asks', 'the server and the control channel', true],
    ['asks', 'the control channel alone', false],
  ] as const)(
    'sounds on through the next round: the side that %s finds another network, by %s',
    async (by, _, isServed) => {
      const seen = await page.evaluate(
        async (who, served) => {
          const [caller, callee] = [harness.side(), harness.side()];
          await harness.call(caller, callee);
          await harness.flowing(caller, callee);
          for (const side of [caller, callee]) side.served = served;
          const undisturbed = await harness.during(1500, caller, callee);
          (who === 'offers' ? callee : caller).changeNetwork();
          const changed = await harness.during(1500, caller, callee);
          return { undisturbed, changed, told: [caller, callee].map(harness.told) };
        },
        by,
        isServed,
      );
      console.log('next round', by, isServed, seen.undisturbed, seen.changed);
      for (const [index, { concealedMs, packets, anotherRound }] of seen.changed.entries()) {
        expect(anotherRound).toBe(true);
        expect(concealedMs).toBeLessThan((seen.undisturbed[index]?.concealedMs ?? 0) + 60);
        expect(packets).toBeGreaterThanOrEqual(70);
      }
      for (const { states, flowing, connections } of seen.told) {
        expect({ states, flowing, connections }).toEqual({
          states: ['connected'],
          flowing: [true],
          connections: ['connected'],
        });
      }
      // one wish, by whichever way it came first, leads to one round
      expect(seen.told.flatMap(({ offers }) => offers)).toEqual([1]);
    },
  );

  test('carries packets of somebody who is muted too', async () => {
    const [heard] = await page.evaluate(async () => {
      const [caller, callee] = [harness.side(), harness.side()];
      const { callId } = await harness.call(caller, callee);
      await harness.flowing(caller, callee);
      await callee.host.handle('media:mute', { callId, muted: true });
      await harness.pause(500);
      return harness.during(1000, caller);
    });
    expect(heard?.energy).toBeLessThan(1e-3);
    expect(heard?.packets).toBeGreaterThan(40);
  });

  test('sounds on while a new connection takes the place of the old one', async () => {
    const seen = await page.evaluate(async () => {
      const [caller, callee] = [harness.side(), harness.side()];
      await harness.call(caller, callee);
      await harness.flowing(caller, callee);
      // what a microphone's repair asks for, in the words of the control channel
      const [channel] = caller.channels;
      if (!channel) throw new Error('there is no control channel');
      const send = channel.send.bind(channel) as (text: string) => void;
      channel.send = (text: unknown) =>
        send(String(text).replace('"restart-wanted"', '"restart-wanted","newPeer":true'));
      caller.served = false;
      // by then it knows where it is
      await harness.pause(1_200);
      caller.changeNetwork();
      const gapMs = await harness.longestGap(2000, caller, callee);
      return { gapMs, told: [caller, callee].map(harness.told) };
    });
    console.log('new connection', seen.gapMs, JSON.stringify(seen.told));
    for (const { states, flowing, connections } of seen.told) {
      expect({ states, flowing, connections }).toEqual({
        states: ['connected'],
        flowing: [true],
        connections: ['closed', 'connected'],
      });
    }
    for (const gapMs of seen.gapMs) expect(gapMs).toBeLessThan(200);
  });

  test("goes on with the other's next life at once, and with the same microphone", async () => {
    const seen = await page.evaluate(async () => {
      const [caller, callee, again] = [harness.side(), harness.side(), harness.side()];
      const { callId } = await harness.call(caller, callee);
      await harness.flowing(caller, callee);
      callee.connections[0]?.close();
      for (const [from, to] of [
        [caller, again],
        [again, caller],
      ] as const)
        harness.relay(from, to);
      await again.host.handle('media:open-microphone', {
        callId,
        sound: { processing: false, microphone: null, loudspeaker: null },
      });
      const header = harness.header(callId, again, caller);
      const beganAt = performance.now();
      const offer = await again.host.handle('media:offer', { header, iceServers: [] });
      const answer = await caller.host.handle('media:answer', { offer, iceServers: [] });
      await again.host.handle('media:accept-answer', { answer });
      await harness.flowing(again);
      const soundMs = Math.round(performance.now() - beganAt);
      const [heard] = await harness.during(500, caller);
      const stale = await caller.host
        .handle('media:answer', {
          offer: { ...offer, incarnations: { ...harness.header(callId, callee, caller).incarnations } },
          iceServers: [],
        })
        .then(
          () => 'taken',
          (error: Error) => error.message,
        );
      return { soundMs, heard, stale, streams: caller.streams.length, told: harness.told(caller) };
    });
    console.log('next life', JSON.stringify(seen));
    expect(seen.told.connections).toEqual(['closed', 'connected']);
    expect(seen.streams).toBe(1);
    expect(seen.heard?.packets).toBeGreaterThan(15);
    expect(seen.stale).toBe('the offer is stale');
    expect(seen.soundMs).toBeLessThan(2000);
  });

  test('comes about in a second round when the first did not connect', async () => {
    const seen = await page.evaluate(async () => {
      const [caller, callee] = [harness.side(), harness.side()];
      const callId = harness.newCall();
      for (const side of [caller, callee])
        await side.host.handle('media:open-microphone', {
          callId,
          sound: { processing: false, microphone: null, loudspeaker: null },
        });
      const header = harness.header(callId, callee, caller);
      const offer = await callee.host.handle('media:offer', { header, iceServers: [] });
      const bare = { ...offer, candidates: [] };
      const answer = await caller.host.handle('media:answer', { offer: bare, iceServers: [] });
      await callee.host.handle('media:accept-answer', { answer: { ...answer, candidates: [] } });
      // none of the first round's reaches the other
      await Promise.all([harness.candidatesOf(callee, offer), harness.candidatesOf(caller, answer)]);
      harness.relay(caller, callee);
      harness.relay(callee, caller);
      await harness.flowing(caller, callee);
      return { told: [caller, callee].map(harness.told) };
    });
    for (const { states, connections } of seen.told) {
      expect(states).toEqual(['connected']);
      expect(connections).toEqual(['connected']);
    }
    expect(seen.told.flatMap(({ offers }) => offers)).toEqual([1]);
  });
});

describe('consent', () => {
  let watched: StunServer;
  let probe: StunServer;

  beforeEach(async () => {
    [watched, probe] = await Promise.all([startStunServer(), startStunServer()]);
  });
  afterEach(() => {
    for (const { socket } of [watched, probe]) socket.close();
  });

  test('warming up sends nothing towards STUN, whatever peer it made; an offer does', async () => {
    await page.evaluate(
      async (watchedServers, probeServers) => {
        const offer = async (side: ReturnType<typeof harness.side>): Promise<void> => {
          const header = harness.header(harness.newCall(), side, harness.side());
          await side.host.handle('media:offer', { header, iceServers: [] });
        };
        const side = harness.side(watchedServers);
        Object.assign(globalThis, { offer: () => offer(side) });
        await side.host.handle('media:prewarm', {});
        await offer(harness.side(probeServers));
      },
      watched.iceServers,
      probe.iceServers,
    );
    // The probe was set off after the warming up: once it is here, so would anything of that be.
    await expect.poll(() => probe.packets).toBeGreaterThan(0);
    expect(watched.packets).toBe(0);
    await page.evaluate(() => (globalThis as unknown as { offer(): Promise<void> }).offer());
    await expect.poll(() => watched.packets).toBeGreaterThan(0);
  });
});

interface StunServer {
  readonly socket: Socket;
  readonly iceServers: { urls: string[] }[];
  packets: number;
}

/** It answers nothing; it counts. */
async function startStunServer(): Promise<StunServer> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const stun = { socket, packets: 0, iceServers: [{ urls: [`stun:127.0.0.1:${socket.address().port}`] }] };
  socket.on('message', () => stun.packets++);
  return stun;
}
