import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CallId,
  Incarnation,
  ParticipantId,
  randomId,
  type Description,
  type PeerHeader,
} from '../protocol/index.ts';
import { createFakeWorld } from './fake-world.ts';
import { createMediaHost } from './host.ts';
import type { MediaEvent, Tone } from './port.ts';
import { AS_THE_SYSTEM_PREFERS } from './sound-choice.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const newCall = (): CallId => v.parse(CallId, randomId());
const [alice, bob] = [v.parse(ParticipantId, randomId()), v.parse(ParticipantId, randomId())];
const theirs = v.parse(Incarnation, randomId());

function setUp() {
  const world = createFakeWorld();
  const played: Tone[] = [];
  const host = createMediaHost(world, { play: (tone) => void played.push(tone) });
  const events: MediaEvent[] = [];
  const deafen = host.listen((event) => events.push(event));
  const [first] = events;
  if (first?.type !== 'media:status') throw new Error('the status did not come first');
  const { incarnation } = first.status;
  events.length = 0;

  const header = (callId: CallId, negotiation = 0): PeerHeader => ({
    ...{ v: 1, callId, from: alice, to: bob, negotiation },
    incarnations: { from: incarnation, to: theirs },
  });
  /** What the other writes to this host. */
  const received = (callId: CallId, negotiation = 0): PeerHeader => ({
    ...{ v: 1, callId, from: bob, to: alice, negotiation },
    incarnations: { from: theirs, to: incarnation },
  });
  const described = (callId: CallId, type: 'offer' | 'answer', negotiation = 0): Description => ({
    ...received(callId, negotiation),
    ...{ type, sdp: type, candidates: [{ candidate: 'its own' }] },
  });
  const offer = async (callId: CallId, negotiation = 0) => {
    const made = host.handle('media:offer', { header: header(callId, negotiation), iceServers: [] });
    await vi.advanceTimersByTimeAsync(5);
    return made;
  };
  const open = (callId: CallId) =>
    host.handle('media:open-microphone', { callId, sound: AS_THE_SYSTEM_PREFERS });
  const live = () => world.tracks.filter(({ readyState }) => readyState === 'live').length;
  const openPeers = () => world.connections.filter((peer) => peer.connectionState !== 'closed').length;
  const status = () => {
    const heard: MediaEvent[] = [];
    host.listen((event) => heard.push(event));
    const [told] = heard;
    return told?.type === 'media:status' ? told.status : undefined;
  };
  return {
    ...{ world, host, events, deafen, incarnation, played },
    ...{ header, received, described, offer, open, live, openPeers, status },
  };
}

describe('the media host', () => {
  test.each([
    ['hangs', null, 1],
    ['is open', 'opens', 0],
  ] as const)('says what the microphone waits for while it %s', async (_, microphone, told) => {
    const { world, open, events } = setUp();
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden', hasFocus: () => false });
    Object.assign(world, { page, microphone });
    const callId = newCall();
    open(callId).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    const waits = { type: 'media:microphone-waits', callId, waitsFor: 'window' };
    expect(events).toEqual(Array.from({ length: told }, () => waits));
  });

  test('opens the microphone for a call and closes it with the call', async () => {
    const { host, open, incarnation, live, status } = setUp();
    const callId = newCall();
    expect(await open(callId)).toEqual({ ok: true, incarnation });
    expect(await open(callId)).toEqual({ ok: true, incarnation });
    expect(live()).toBe(1);
    expect(status()).toMatchObject({ callId, connection: 'new' });
    await host.handle('media:close', { callId, hangUp: false });
    expect(live()).toBe(0);
    expect(status()).toMatchObject({ callId: null });
  });

  test('leaves another call alone when one is closed late', async () => {
    const { host, open, live } = setUp();
    const callId = newCall();
    await open(callId);
    await host.handle('media:close', { callId: newCall(), hangUp: true });
    expect(live()).toBe(1);
  });

  test('can be closed while the question for the microphone hangs', async () => {
    const { world, host, open, status } = setUp();
    const callId = newCall();
    world.microphone = null;
    const opening = open(callId);
    await host.handle('media:close', { callId, hangUp: false });
    await expect(opening).rejects.toThrow('the call was closed');
    expect(status()).toMatchObject({ callId: null });
  });

  test('gives the kept stream to the call that takes the place of another', async () => {
    const { world, offer, open, live, openPeers } = setUp();
    const [first, second] = [newCall(), newCall()];
    await open(first);
    await offer(first);
    await Promise.all([offer(second), open(second)]);
    expect(world.tracks).toHaveLength(1);
    expect(live()).toBe(1);
    expect(openPeers()).toBe(1);
    expect(world.connections[1]?.sender.track).toBe(world.tracks[0]);
  });

  test('tells the end of a microphone to the call that has it now', async () => {
    const { world, events, open } = setUp();
    const [first, second] = [newCall(), newCall()];
    await open(first);
    await open(second);
    world.microphone = new DOMException('', 'NotFoundError');
    world.tracks[0]?.end();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(events).toEqual([
      { type: 'media:microphone-ended', callId: second, trouble: 'microphone-absent' },
    ]);
  });

  test('sends the next microphone in the place of one that went, and names it', async () => {
    const { world, events, open, offer } = setUp();
    const callId = newCall();
    await open(callId);
    await offer(callId);
    world.tracks[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(world.connections[0]?.sender.track).toBe(world.tracks[1]);
    expect(events).toEqual([{ type: 'media:microphone-changed', callId, label: 'Fake microphone' }]);
  });

  test('sends silence while there is no microphone, tells why, and sends the one that is back', async () => {
    const { world, events, open, offer, host, live } = setUp();
    const callId = newCall();
    await open(callId);
    await offer(callId);
    world.connections[0]?.become('connected');
    world.microphone = new DOMException('', 'NotFoundError');
    world.tracks[0]?.end();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(world.connections[0]?.sender.track).toMatchObject({ label: 'Fake silence' });
    expect(events).toContainEqual({ type: 'media:trouble', callId, peer: bob, trouble: 'microphone-absent' });
    events.length = 0;
    world.microphone = 'opens';
    world.changeDevices();
    await vi.advanceTimersByTimeAsync(0);
    expect(world.connections[0]?.sender.track).toBe(world.tracks[1]);
    expect(events).toEqual([
      { type: 'media:trouble', callId, peer: bob, trouble: null },
      { type: 'media:microphone-changed', callId, label: 'Fake microphone' },
    ]);
    await host.handle('media:close', { callId, hangUp: false });
    expect(live()).toBe(0);
  });

  test('goes into a call without a microphone that did not open: sends silence, tells why, and sends the next', async () => {
    const { world, events, open, offer, host, live } = setUp();
    const callId = newCall();
    world.microphone = new DOMException('', 'NotFoundError');
    expect(await open(callId)).toEqual({ ok: false, code: 'microphone-absent' });
    await offer(callId);
    expect(world.connections[0]?.sender.track).toMatchObject({ label: 'Fake silence' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(events.filter(({ type }) => type === 'media:trouble')).toEqual([]);
    world.connections[0]?.become('connected');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(events).toContainEqual({ type: 'media:trouble', callId, peer: bob, trouble: 'microphone-absent' });
    world.microphone = 'opens';
    await vi.advanceTimersByTimeAsync(2_000);
    expect(world.connections[0]?.sender.track).toBe(world.tracks[0]);
    expect(events).toContainEqual({ type: 'media:trouble', callId, peer: bob, trouble: null });
    await host.handle('media:close', { callId, hangUp: false });
    expect(live()).toBe(0);
  });

  test.each(['before', 'after'])('sends a microphone that opens %s the offer', async (when) => {
    const { world, offer, open } = setUp();
    const callId = newCall();
    if (when === 'before') await open(callId);
    await offer(callId);
    await open(callId);
    expect(world.connections[0]?.sender.track).toBe(world.tracks[0]);
  });

  test('answers with the kept stream, in both directions, and once', async () => {
    const { world, host, open, described, header } = setUp();
    const callId = newCall();
    await open(callId);
    const command = { offer: described(callId, 'offer'), iceServers: [] };
    const answers = Promise.all([host.handle('media:answer', command), host.handle('media:answer', command)]);
    await vi.advanceTimersByTimeAsync(5);
    const [answer, again] = await answers;
    expect(answer).toEqual({ ...header(callId), type: 'answer', sdp: 'answer', candidates: [] });
    expect(again).toBe(answer);
    expect(world.connections).toHaveLength(1);
    expect(world.connections[0]?.sender.track).toBe(world.tracks[0]);
    expect(world.connections[0]?.transceiver.direction).toBe('sendrecv');
  });

  test('answers a repeated offer command with the same offer', async () => {
    const { world, offer, header } = setUp();
    const callId = newCall();
    const made = await offer(callId);
    expect(made).toEqual({ ...header(callId), type: 'offer', sdp: 'offer', candidates: [] });
    expect(await offer(callId)).toBe(made);
    expect(world.connections).toHaveLength(1);
  });

  test('holds early candidates until the description they belong to is set', async () => {
    const { world, host, offer, described, received } = setUp();
    const callId = newCall();
    await offer(callId);
    const batch = { ...received(callId), candidates: [{ candidate: 'early' }] };
    await host.handle('media:add-candidates', { batch });
    const stale = { ...received(callId, 7), candidates: [{ candidate: 'of another negotiation' }] };
    await host.handle('media:add-candidates', { batch: stale });
    expect(world.connections[0]?.remote).toEqual([]);
    await host.handle('media:accept-answer', { answer: described(callId, 'answer') });
    await host.handle('media:add-candidates', {
      batch: { ...batch, candidates: [{ candidate: 'late' }] },
    });
    expect(world.connections[0]?.remote).toEqual(['answer', 'its own', 'early', 'late']);
  });

  test('holds candidates of an offer that is not here yet', async () => {
    const { world, host, open, described, received } = setUp();
    const callId = newCall();
    await open(callId);
    const batch = { ...received(callId), candidates: [{ candidate: 'early' }] };
    await host.handle('media:add-candidates', { batch });
    void host.handle('media:answer', { offer: described(callId, 'offer'), iceServers: [] });
    await vi.advanceTimersByTimeAsync(5);
    expect(world.connections[0]?.remote).toEqual(['offer', 'its own', 'early']);
  });

  test('replaces the peer of an earlier negotiation, and refuses an older one', async () => {
    const { host, offer, openPeers, header } = setUp();
    const callId = newCall();
    await offer(callId, 3);
    await offer(callId, 4);
    expect(openPeers()).toBe(1);
    await expect(host.handle('media:offer', { header: header(callId, 3), iceServers: [] })).rejects.toThrow(
      'a later negotiation is under way',
    );
  });

  test("takes the offer of the other's next life at once, with the same microphone, and nothing more of the earlier", async () => {
    const { world, host, open, described, openPeers, live } = setUp();
    const callId = newCall();
    await open(callId);
    const answerTo = async (offer: Description) => {
      const answer = host.handle('media:answer', { offer, iceServers: [] });
      await vi.advanceTimersByTimeAsync(5);
      return answer;
    };
    const earlier = described(callId, 'offer');
    await answerTo(earlier);
    const next = {
      ...earlier,
      incarnations: { ...earlier.incarnations, from: v.parse(Incarnation, randomId()) },
    };
    expect(await answerTo(next)).toMatchObject({ incarnations: { to: next.incarnations.from } });
    expect(openPeers()).toBe(1);
    expect(world.connections[1]?.sender.track).toBe(world.tracks[0]);
    expect(live()).toBe(1);
    await expect(host.handle('media:answer', { offer: earlier, iceServers: [] })).rejects.toThrow('stale');
    expect(openPeers()).toBe(1);
  });

  test('makes the next round when its addresses change, and when it is told to', async () => {
    const { world, host, events, offer, described } = setUp();
    const callId = newCall();
    await offer(callId);
    await host.handle('media:accept-answer', { answer: described(callId, 'answer') });
    const [connection] = world.connections;
    connection?.become('connected');
    const seen = () => events.splice(0).map(({ type }) => type);
    await vi.advanceTimersByTimeAsync(1_000);
    seen();
    world.goOnline();
    await vi.advanceTimersByTimeAsync(100);
    expect(seen()).toEqual(['media:network-changed']);
    world.addresses = ['10.0.0.9'];
    await vi.advanceTimersByTimeAsync(200);
    expect(seen()).toEqual(['media:network-changed', 'media:description']);
    await host.handle('media:accept-answer', { answer: described(callId, 'answer', 1) });
    await vi.advanceTimersByTimeAsync(1_000);
    await host.handle('media:restart', { callId: newCall(), iceServers: [], asked: 'ice' });
    await host.handle('media:restart', { callId, iceServers: [], asked: 'ice' });
    await vi.advanceTimersByTimeAsync(5);
    expect(events.filter(({ type }) => type === 'media:description')).toEqual([
      expect.objectContaining({ description: expect.objectContaining({ negotiation: 2 }) as unknown }),
    ]);
    await host.handle('media:close', { callId, hangUp: false });
  });

  test('leaves its path alone when it comes into the same network again', async () => {
    const { world, host, events, offer, described } = setUp();
    const callId = newCall();
    await offer(callId);
    await host.handle('media:accept-answer', { answer: described(callId, 'answer') });
    world.connections[0]?.become('connected');
    await vi.advanceTimersByTimeAsync(1_100);
    world.goOnline();
    await vi.advanceTimersByTimeAsync(400);
    expect(events.filter(({ type }) => type === 'media:description')).toEqual([]);
    await host.handle('media:close', { callId, hangUp: false });
  });

  test('refuses an offer in the name of an earlier life', async () => {
    const { host, header, openPeers } = setUp();
    const stale = { ...header(newCall()), incarnations: { from: theirs, to: theirs } };
    await expect(host.handle('media:offer', { header: stale, iceServers: [] })).rejects.toThrow(
      'of an earlier host',
    );
    expect(openPeers()).toBe(0);
  });

  test('ends an offer under way with its call', async () => {
    const { world, host, header } = setUp();
    const callId = newCall();
    const made = host.handle('media:offer', { header: header(callId), iceServers: [] });
    const [connection] = world.connections;
    if (!connection) throw new Error('no peer was made');
    connection.stuck = true;
    await host.handle('media:close', { callId, hangUp: true });
    await expect(made).rejects.toThrow('the call was closed');
  });

  test('tells the state of the connection as people would say it', async () => {
    const { world, events, offer } = setUp();
    const callId = newCall();
    await offer(callId);
    const states = ['connecting', 'connected', 'disconnected', 'connecting', 'connected', 'failed'] as const;
    for (const state of states) world.connections[0]?.become(state);
    expect(events.every((event) => event.type === 'media:connection' && event.peer === bob)).toBe(true);
    expect(events.map((event) => event.type === 'media:connection' && event.state)).toEqual([
      'connected',
      'disconnected',
      'connected',
      'failed',
    ]);
  });

  test('tells mute to both sides, and to a channel that opens later', async () => {
    const { world, host, events, offer, open, status } = setUp();
    const callId = newCall();
    await open(callId);
    await host.handle('media:mute', { callId, muted: true });
    expect(world.tracks[0]?.enabled).toBe(false);
    await offer(callId);
    const channel = world.connections[0]?.channel;
    channel?.open();
    await host.handle('media:mute', { callId, muted: false });
    await host.handle('media:mute', { callId, muted: false });
    expect(channel?.sent).toEqual([
      { v: 1, type: 'mute', muted: true },
      { v: 1, type: 'mute', muted: false },
    ]);
    channel?.onmessage?.({ data: JSON.stringify({ v: 1, type: 'mute', muted: true }) });
    expect(events).toEqual([{ type: 'media:peer-muted', callId, peer: bob, muted: true }]);
    expect(status()).toMatchObject({ muted: false, peerMuted: true });
  });

  test('closes the microphone at once and the peer when the hang-up has left', async () => {
    const { world, host, offer, open, live, openPeers } = setUp();
    const callId = newCall();
    await open(callId);
    await offer(callId);
    const channel = world.connections[0]?.channel;
    channel?.open();
    if (channel) channel.bufferedAmount = 50;
    const closed = host.handle('media:close', { callId, hangUp: true });
    expect(live()).toBe(0);
    expect(channel?.sent.at(-1)).toEqual({ v: 1, type: 'hang-up', callId });
    expect(openPeers()).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    await closed;
    expect(openPeers()).toBe(0);
  });

  test('tells that the other hung up, and nothing of a closed call', async () => {
    const { world, host, events, offer } = setUp();
    const callId = newCall();
    await offer(callId);
    const [connection] = world.connections;
    connection?.channel.onmessage?.({ data: JSON.stringify({ v: 1, type: 'hang-up', callId }) });
    expect(events).toEqual([{ type: 'media:peer-hung-up', callId, peer: bob }]);
    await host.handle('media:close', { callId, hangUp: false });
    events.length = 0;
    connection?.channel.onmessage?.({ data: JSON.stringify({ v: 1, type: 'hang-up', callId }) });
    connection?.become('failed');
    connection?.find('late');
    await vi.advanceTimersByTimeAsync(1000);
    expect(events).toEqual([]);
  });

  test('plays the other, also a track without a stream, until the call is closed', async () => {
    class FakeStream {
      readonly tracks: unknown;
      constructor(tracks: unknown) {
        this.tracks = tracks;
      }
    }
    vi.stubGlobal('MediaStream', FakeStream);
    const { world, host, offer } = setUp();
    const callId = newCall();
    await offer(callId);
    const track = {};
    const receiver = { getStats: async () => new Map() };
    world.connections[0]?.ontrack?.({ streams: [], track, receiver });
    expect(world.audios).toEqual([
      expect.objectContaining({ autoplay: true, srcObject: new FakeStream([track]) }),
    ]);
    await host.handle('media:close', { callId, hangUp: false });
    expect(world.audios[0]).toMatchObject({ paused: true, srcObject: null });
    expect(vi.getTimerCount()).toBe(0);
    vi.unstubAllGlobals();
  });

  test('keeps what happens while the background is away, and tells its status first', async () => {
    const { world, host, deafen, offer, open, incarnation } = setUp();
    const callId = newCall();
    await open(callId);
    await offer(callId);
    deafen();
    world.connections[0]?.become('connected');
    world.connections[0]?.find('candidate');
    await vi.advanceTimersByTimeAsync(1000);
    const heard: MediaEvent[] = [];
    host.listen((event) => heard.push(event));
    expect(heard.map(({ type }) => type)).toEqual([
      'media:status',
      'media:connection',
      'media:candidates',
      'media:path',
    ]);
    expect(heard[0]).toMatchObject({ status: { incarnation, callId, connection: 'connected' } });
  });

  test('warms up without a microphone or a peer, and uses the certificate for one peer only', async () => {
    const { world, host, offer, live } = setUp();
    await host.handle('media:prewarm', {});
    expect(live()).toBe(0);
    expect(world.connections).toEqual([]);
    expect(world.contexts.map(({ state }) => state)).toEqual(['closed']);
    const callId = newCall();
    await offer(callId, 0);
    await offer(callId, 1);
    expect(world.connections.map(({ configuration }) => configuration.certificates?.length)).toEqual([
      1,
      undefined,
    ]);
  });

  test('negotiates the control channel without a word, and one transport for all', async () => {
    const { world, offer } = setUp();
    await offer(newCall());
    expect(world.connections[0]?.channelInit).toEqual({ negotiated: true, id: 0 });
    expect(world.connections[0]?.configuration.bundlePolicy).toBe('max-bundle');
  });

  test('plays tones', async () => {
    const { host, played } = setUp();
    await host.handle('media:tone', { tone: 'ring', volume: 1 });
    expect(played).toEqual(['ring']);
  });
});
