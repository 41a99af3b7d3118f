import { expect, test } from 'vitest';
import * as v from 'valibot';
import { AT, bob, callId, description, me, otherCallId, tea } from '../call/testing.ts';
import type { MediaEvent } from '../media/port.ts';
import { ConversationId, Name } from '../protocol/index.ts';
import type { SendOptions, SignalingEvent } from '../signaling/port.ts';
import { type Controller, createController, type ControllerOptions } from './controller.ts';
import { AS_THE_SYSTEM_PREFERS } from '../media/sound-choice.ts';

const SERVER = { url: 'https://calls.example.org', accessKey: '' };
const CAKE = v.parse(ConversationId, `c1.${'k'.repeat(43)}`);
const PLACE = {
  conversation: tea,
  myId: me,
  title: v.parse(Name, 'tea'),
  site: 'chat.example.org',
  proposal: null,
  me: v.parse(Name, 'Me'),
  tabs: [],
  leaveAt: null,
  lastTab: null,
};

/** A controller in a call, whose server acknowledges nothing. */
async function inCall(calls = AT.connected) {
  const sent: { readonly name: string; readonly options: SendOptions }[] = [];
  let tellMedia: (event: MediaEvent) => void = () => {};
  let tellSignaling: (event: SignalingEvent, server: string) => void = () => {};
  const codes: string[] = [];
  let wanted: ReadonlyMap<string, unknown> = new Map();
  let offline = false;
  const options = {
    media: {
      send: async () => null,
      onEvent: (listener: typeof tellMedia) => (tellMedia = listener),
      onLost() {},
    },
    signaling: {
      want: (places: typeof wanted) => (wanted = places),
      send: async (name: string, _body: unknown, given: SendOptions) => {
        sent.push({ name, options: given });
        return new Promise<never>((_, reject) => {
          given.signal?.addEventListener('abort', () => reject(given.signal?.reason as Error));
        });
      },
      roster: async () => new Promise<never>(() => {}),
      probe() {},
      networkIsBack() {},
      iceServers: () => [],
      onEvent: (listener: typeof tellSignaling) => (tellSignaling = listener),
    },
    store: { save: async () => {} },
    lastCallStore: { save: async () => {} },
    clock: { now: () => 0, at: () => () => {} },
    mintCallId: () => callId,
    serverOf: () => ({ server: SERVER, agreed: true, chosen: true, question: null }),
    triedServers: () => [],
    offline: () => offline,
    sound: () => AS_THE_SYSTEM_PREFERS,
    ringVolume: () => 1,
    log: { write: (code: string) => void codes.push(code) },
    onChange() {},
  } as unknown as ControllerOptions;
  const controller = createController(options);
  controller.resume({ calls, places: [PLACE] }, null, true);
  await controller.settled();
  return {
    controller,
    sent: (name: string) => sent.filter((each) => each.name === name).map((each) => each.options),
    codes,
    /** The conversations that are wanted now. */
    places: () => [...wanted.keys()],
    goOffline() {
      offline = true;
      controller.serversChanged();
    },
    async media(event: MediaEvent) {
      tellMedia(event);
      await controller.settled();
    },
    async signaling(event: SignalingEvent, server = SERVER.url) {
      tellSignaling(event, server);
      await controller.settled();
    },
  };
}

const offer = (negotiation: number): MediaEvent => ({
  type: 'media:description',
  description: { ...description('offer', 'out'), negotiation },
});

test('an offer that waits for the server makes way for the next one, and no trouble is made of it', async () => {
  const { media, sent, codes } = await inCall();
  await media(offer(1));
  await media(offer(2));
  expect(sent('peer:offer').map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  expect(codes).not.toContain('effect-failed');
});

test('an offer that waited is not sent by a server that is back: the media host is asked for another one', async () => {
  const { media, signaling, sent } = await inCall();
  await media(offer(1));
  await signaling({ type: 'welcomed', calls: [callId], iceServers: [] });
  expect(sent('peer:offer').map(({ signal }) => signal?.aborted)).toEqual([true]);
});

test('a server at which the call is not has no say in it', async () => {
  const { media, signaling, sent } = await inCall();
  await media(offer(1));
  await signaling({ type: 'welcomed', calls: [], iceServers: [] }, 'https://other.example.org');
  expect(sent('peer:offer').map(({ signal }) => signal?.aborted)).toEqual([false]);
  expect(sent('call:resume')).toEqual([]);
  await signaling({ type: 'welcomed', calls: [], iceServers: [] });
  expect(sent('call:resume')).toHaveLength(1);
});

test('who appears offline is present nowhere', async () => {
  const { places, goOffline } = await inCall();
  expect(places()).toEqual([tea]);
  goOffline();
  expect(places()).toEqual([]);
});

test('a ring is answered only at the server at which its conversation is', async () => {
  const { signaling, sent } = await inCall();
  const from = { id: bob.id, name: bob.name };
  const data = { callId: otherCallId, conversation: tea, kind: 'room', from, ringForMs: 10_000 } as const;
  await signaling({ type: 'server', event: { name: 'call:ring', data } }, 'https://other.example.org');
  expect(sent('call:refuse')).toHaveLength(0);
  await signaling({ type: 'server', event: { name: 'call:ring', data } });
  // who is in a call is busy for another
  expect(sent('call:refuse')).toHaveLength(1);
});

test.each([
  ['is closed', (tabs: Controller) => tabs.tabClosed(1), 1],
  ['shows another conversation', (tabs: Controller) => tabs.tabShows(1, { ...PLACE, conversation: CAKE }), 1],
  ['is loaded again', (tabs: Controller) => tabs.tabShows(1, null), 0],
])('an answer that waits for its microphone while its tab %s', async (_, happen, releases) => {
  const { controller, sent } = await inCall(AT.joining);
  controller.tabShows(1, PLACE);
  happen(controller);
  await controller.settled();
  expect(sent('call:release')).toHaveLength(releases);
});
