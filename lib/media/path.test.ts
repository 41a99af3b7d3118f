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
import type { ControlMessage } from './control.ts';
import { createEarlyCandidates } from './early-candidates.ts';
import { createFakeWorld, type FakeConnection } from './fake-world.ts';
import { createFlow } from './flow.ts';
import { createPath } from './path.ts';
import { reversed } from './peer-header.ts';
import type { MediaEvent } from './port.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const callId = v.parse(CallId, randomId());
const [me, other] = [v.parse(ParticipantId, randomId()), v.parse(ParticipantId, randomId())];
const [mine, theirs] = [v.parse(Incarnation, randomId()), v.parse(Incarnation, randomId())];
const turn = { urls: ['turn:turn.example'], username: 'u', credential: 'c' };

const header = (negotiation: number): PeerHeader => ({
  ...{ v: 1, callId, from: me, to: other, negotiation },
  incarnations: { from: mine, to: theirs },
});
const described = (type: 'offer' | 'answer', negotiation: number, newPeer = false): Description => ({
  ...reversed(header(negotiation)),
  ...{ type, sdp: `${type} ${negotiation}`, candidates: [] },
  ...(newPeer ? { newPeer } : {}),
});

/** A path that is connected and sounds, with the other's end played by the test. */
async function setUp({ offers, sounds = true }: { offers: boolean; sounds?: boolean }) {
  const world = createFakeWorld();
  const events: MediaEvent[] = [];
  const path = createPath(header(0), offers, [], {
    ...{ world, early: createEarlyCandidates(), flow: createFlow() },
    takeCertificate: () => null,
    isMuted: () => false,
    loudspeaker: () => null,
    tell: (event) => void events.push(event),
    onPeerMuted() {},
    onReport() {},
  });
  const connectionAt = (index: number): FakeConnection => {
    const found = world.connections[index];
    if (!found) throw new Error(`there is no connection ${index}`);
    return found;
  };
  const connection = connectionAt(0);
  const pass = async (ms: number): Promise<void> => void (await vi.advanceTimersByTimeAsync(ms));
  const says = (message: ControlMessage | { v: 1; type: 'pong' }, on = connection): void =>
    on.channel.onmessage?.({ data: JSON.stringify(message) });
  /** The other's sound and signs of life go on for so long. */
  const sound = async (ms: number, on = connection): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      on.packets += 5;
      says({ v: 1, type: 'pong' }, on);
      await pass(100);
    }
  };
  const told = <T extends MediaEvent['type']>(type: T) =>
    events.filter((event): event is Extract<MediaEvent, { type: T }> => event.type === type);
  /** The rounds that left by the server. */
  const sent = () => told('media:description').map(({ description }) => description);
  /** What the other reads on the control channel, but for signs of life. */
  const said = (on = connection) =>
    (on.channel.sent as { type: string }[]).filter(({ type }) => type !== 'ping' && type !== 'pong');

  const first = offers ? path.offer(header(0), []) : path.answer(described('offer', 0), []);
  await pass(5);
  await first;
  if (offers) await path.acceptAnswer(described('answer', 0));
  if (sounds) {
    connection.become('connected');
    connection.channel.open();
    await sound(2_000);
    events.length = 0;
    connection.channel.sent.length = 0;
  }
  return { world, path, events, connection, connectionAt, pass, sound, says, told, sent, said };
}

describe('a path on the side that makes the offers', () => {
  test('leaves a good one alone', async () => {
    const { path, events, sound, said } = await setUp({ offers: true });
    await sound(30_000);
    path.restart([turn], 'no');
    await sound(1_000);
    expect(events).toEqual([]);
    expect(said()).toEqual([]);
  });

  test('offers the next round on the same connection, with the servers of now, by both ways', async () => {
    const { world, path, connection, sound, sent, said } = await setUp({ offers: true });
    path.restart([turn], 'ice');
    await sound(100);
    const offer = { ...header(1), type: 'offer', sdp: 'offer', candidates: [] };
    expect(sent()).toEqual([offer]);
    expect(said()).toEqual([{ v: 1, type: 'description', description: offer }]);
    expect(world.connections).toHaveLength(1);
    expect(connection.restarts).toBe(1);
    expect(connection.reconfigured[0]?.iceServers).toEqual([turn]);
    expect(connection.connectionState).toBe('connected');
  });

  test('takes the answer of the latest round only, whichever way it comes, and once', async () => {
    const { path, connection, sound, says } = await setUp({ offers: true });
    path.restart([], 'ice');
    await sound(100);
    await path.acceptAnswer(described('answer', 0));
    expect(connection.remote).toEqual(['answer']);
    says({ v: 1, type: 'description', description: described('answer', 1) });
    await sound(100);
    await path.acceptAnswer(described('answer', 1));
    await path.acceptAnswer(described('answer', 2));
    expect(connection.remote).toEqual(['answer', 'answer']);
  });

  test('makes a new connection for the other who asks for that by the server, also right after a round; once', async () => {
    const { path, sound, told } = await setUp({ offers: true });
    path.restart([], 'ice');
    await sound(100);
    await path.acceptAnswer(described('answer', 1));
    path.restart([], 'peer');
    await sound(100);
    await path.acceptAnswer(described('answer', 2));
    path.restart([], 'peer');
    await sound(100);
    const rounds = told('media:description').map(({ description }) => [
      description.negotiation,
      description.newPeer,
    ]);
    expect(rounds).toEqual([
      [1, undefined],
      [2, true],
    ]);
  });

  test('keeps early candidates for the round they belong to, and drops stale ones', async () => {
    const { path, connection, sound, says } = await setUp({ offers: true });
    const batch = (negotiation: number, candidate: string) => ({
      ...reversed(header(negotiation)),
      candidates: [{ candidate }],
    });
    path.restart([], 'ice');
    await sound(100);
    path.addCandidates(batch(1, 'early'));
    path.addCandidates(batch(2, 'of no round yet'));
    path.addCandidates(batch(0, 'of the round in use'));
    expect(connection.remote).toEqual(['answer', 'of the round in use']);
    await path.acceptAnswer(described('answer', 1));
    path.addCandidates(batch(0, 'stale'));
    says({ v: 1, type: 'candidates', batch: batch(1, 'late') });
    expect(connection.remote.slice(2)).toEqual(['answer', 'early', 'late']);
  });

  test('writes its number on the candidates of each round, and sends them by both ways', async () => {
    const { path, connection, sound, told, said } = await setUp({ offers: true });
    path.restart([], 'ice');
    await sound(100);
    connection.find('of round 1');
    await sound(100);
    const batch = { ...header(1), candidates: [{ candidate: 'of round 1' }] };
    expect(told('media:candidates').map((event) => event.batch)).toEqual([batch]);
    expect(said().at(-1)).toEqual({ v: 1, type: 'candidates', batch });
  });

  test('says nothing over a control channel that is dead, and by the server all the same', async () => {
    const { connection, pass, sent, said } = await setUp({ offers: true });
    connection.become('disconnected');
    await pass(2_500);
    expect(sent().map(({ negotiation }) => negotiation)).toEqual([1]);
    expect(said()).toEqual([]);
  });

  test('tries again as long as nothing flows, by new connections after an offer that nobody answered', async () => {
    const { world, connection, pass, sent, told } = await setUp({ offers: true });
    connection.become('disconnected');
    await pass(14_000);
    expect(sent().map(({ negotiation, newPeer }) => [negotiation, newPeer])).toEqual([
      [1, undefined],
      [2, true],
      [3, true],
    ]);
    expect(world.connections).toHaveLength(3);
    expect(told('media:connection').map(({ state }) => state)).toEqual(['disconnected']);
    expect(told('media:flow')).toEqual([expect.objectContaining({ flowing: false, peer: other })]);
  });

  test('offers at once when the server is back, and nothing flows', async () => {
    const { path, connection, pass, sent } = await setUp({ offers: true });
    connection.become('disconnected');
    await pass(6_900);
    const before = sent().length;
    path.restart([], 'no');
    await pass(5);
    expect(sent()).toHaveLength(before + 1);
  });

  test('says the offer of a moment ago again when the server is back: it did not leave', async () => {
    const { path, connection, pass, sent } = await setUp({ offers: true });
    connection.become('disconnected');
    await pass(2_300);
    expect(sent()).toHaveLength(1);
    path.restart([], 'no');
    await pass(5);
    expect(sent().map(({ negotiation }) => negotiation)).toEqual([1, 1]);
  });

  test('offers anew when the server is back what nobody has answered, though sound flows again', async () => {
    const { path, connection, pass, sound, sent } = await setUp({ offers: true });
    connection.become('disconnected');
    await pass(2_300);
    connection.become('connected');
    await sound(2_000);
    expect(sent().map(({ negotiation }) => negotiation)).toEqual([1]);
    path.restart([], 'no');
    await sound(100);
    expect(sent().map(({ negotiation }) => negotiation)).toEqual([1, 2]);
    await path.acceptAnswer(described('answer', 2));
    path.restart([], 'no');
    await sound(2_000);
    expect(sent()).toHaveLength(2);
  });

  test('obeys the wish that comes by the channel, and hears it once', async () => {
    const { path, sound, says, sent } = await setUp({ offers: true });
    const wish = { v: 1, type: 'restart-wanted', header: reversed(header(0)) } as const;
    says(wish);
    await sound(100);
    await path.acceptAnswer(described('answer', 1));
    path.restart([], 'ice');
    says(wish);
    await sound(3_000);
    expect(sent().map(({ negotiation }) => negotiation)).toEqual([1]);
  });

  test('does not listen to what is not between these two', async () => {
    const { connection, sound, says, sent } = await setUp({ offers: true });
    const strangers = [
      { ...reversed(header(0)), callId: v.parse(CallId, randomId()) },
      { ...reversed(header(0)), incarnations: { from: mine, to: theirs } },
      header(0),
    ];
    for (const stranger of strangers) {
      says({ v: 1, type: 'restart-wanted', header: stranger });
      says({ v: 1, type: 'candidates', batch: { ...stranger, candidates: [{ candidate: 'x' }] } });
      says({ v: 1, type: 'description', description: { ...described('offer', 1), ...stranger } });
    }
    says({ v: 1, type: 'description', description: described('offer', 1) });
    await sound(3_000);
    expect(sent()).toEqual([]);
    expect(connection.remote).toEqual(['answer']);
  });

  test('makes a new connection when that is wanted, and the old one sounds until the new one carries', async () => {
    const { world, path, connection, connectionAt, sound, sent, told } = await setUp({ offers: true });
    path.repair('peer');
    await sound(100);
    expect(sent()).toEqual([expect.objectContaining({ negotiation: 1, newPeer: true })]);
    await path.acceptAnswer(described('answer', 1));
    const fresh = connectionAt(1);
    expect(fresh.remote).toEqual(['answer']);
    expect(connection.connectionState).toBe('connected');
    fresh.become('connected');
    await sound(1_000);
    expect(connection.connectionState).toBe('connected');
    await sound(300, fresh);
    expect(connection.connectionState).toBe('connected');
    await sound(300, fresh);
    expect(connection.connectionState).toBe('closed');
    expect(told('media:connection')).toEqual([]);
    path.repair('ice');
    await sound(100, fresh);
    expect(sent().at(-1)).toMatchObject({ negotiation: 2 });
    expect(sent().at(-1)?.newPeer).toBe(undefined);
    expect(world.connections).toHaveLength(2);
  });

  test('waits 2 s for sound on a new connection, and then takes it all the same: the other may send none', async () => {
    const { path, connection, connectionAt, sound } = await setUp({ offers: true });
    path.repair('peer');
    await sound(100);
    await path.acceptAnswer(described('answer', 1));
    connectionAt(1).become('connected');
    await sound(1_900);
    expect(connection.connectionState).toBe('connected');
    await sound(200);
    expect(connection.connectionState).toBe('closed');
  });

  test('does not take a new connection that went again before sound came by it', async () => {
    const { path, connection, connectionAt, sound } = await setUp({ offers: true });
    path.repair('peer');
    await sound(100);
    await path.acceptAnswer(described('answer', 1));
    connectionAt(1).become('connected');
    await sound(1_000);
    connectionAt(1).become('failed');
    await sound(2_000);
    expect(connection.connectionState).toBe('connected');
  });

  test('keeps one that failed for as long as sound comes by it, until the new one carries', async () => {
    const { path, connection, connectionAt, sound, sent } = await setUp({ offers: true });
    connection.sender.transport.state = 'failed';
    connection.become('failed');
    await sound(300);
    expect(sent()).toMatchObject([{ negotiation: 1, newPeer: true }]);
    expect(connection.connectionState).toBe('failed');
    await path.acceptAnswer(described('answer', 1));
    connectionAt(1).become('connected');
    await sound(600, connectionAt(1));
    expect(connection.connectionState).toBe('closed');
  });

  test('makes a new connection where the old one failed beyond ICE, and closes that at once if it is silent', async () => {
    const { connection, connectionAt, pass, sent, told, path } = await setUp({ offers: true });
    await pass(1_600);
    connection.iceConnectionState = 'connected';
    connection.become('failed');
    await pass(5);
    expect(sent()).toEqual([expect.objectContaining({ negotiation: 1, newPeer: true })]);
    expect(connection.connectionState).toBe('closed');
    await path.acceptAnswer(described('answer', 1));
    connectionAt(1).become('connected');
    expect(told('media:connection').map(({ state }) => state)).toEqual(['failed', 'connected']);
  });

  test('makes a new connection where DTLS failed with ICE, as in Firefox', async () => {
    const { connection, pass, sent } = await setUp({ offers: true });
    connection.sender.transport.state = 'failed';
    connection.become('failed');
    await pass(5);
    expect(sent()).toEqual([expect.objectContaining({ negotiation: 1, newPeer: true })]);
  });

  test('counts silence from the last packet, also of a connection that is given up', async () => {
    const { connection, pass, told } = await setUp({ offers: true });
    await pass(300);
    connection.packets += 5;
    connection.sender.transport.state = 'failed';
    connection.become('failed');
    await pass(1_950);
    expect(told('media:flow')).toEqual([]);
    await pass(1_000);
    expect(told('media:flow')).toEqual([expect.objectContaining({ flowing: false })]);
  });

  test('says again that it is a new connection, until that was answered', async () => {
    const { connection, pass, sent } = await setUp({ offers: true });
    connection.iceConnectionState = 'connected';
    connection.become('failed');
    await pass(4_000);
    expect(sent().map(({ newPeer }) => newPeer)).toEqual([true, true]);
  });

  test('makes a new connection anew that does not come about, and keeps the old one meanwhile', async () => {
    const { path, connection, connectionAt, sound, sent } = await setUp({ offers: true });
    path.repair('peer');
    await sound(100);
    await path.acceptAnswer(described('answer', 1));
    await sound(5_500);
    expect(sent().map(({ negotiation, newPeer }) => [negotiation, newPeer])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(connectionAt(1).connectionState).toBe('closed');
    expect(connection.connectionState).toBe('connected');
  });

  test('repairs nothing before its first offer was answered', async () => {
    const world = createFakeWorld();
    const events: MediaEvent[] = [];
    const path = createPath(header(0), true, [], {
      ...{ world, early: createEarlyCandidates(), flow: createFlow() },
      takeCertificate: () => null,
      isMuted: () => false,
      loudspeaker: () => null,
      tell: (event) => void events.push(event),
      onPeerMuted() {},
      onReport() {},
    });
    void path.offer(header(0), []);
    path.repair('ice');
    path.restart([], 'ice');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual([]);
  });

  test('repairs one that fails while it is first connecting', async () => {
    const { connection, pass, sent } = await setUp({ offers: true, sounds: false });
    connection.become('failed');
    await pass(5);
    expect(sent().map(({ negotiation }) => negotiation)).toEqual([1]);
  });

  test('leaves no timer behind', async () => {
    const { path } = await setUp({ offers: true });
    path.repair('peer');
    await path.close(false);
    await vi.advanceTimersByTimeAsync(5);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a path on the side that answers', () => {
  test('answers the next round on the same connection, by both ways', async () => {
    const { world, connection, sound, says, sent, said } = await setUp({ offers: false });
    says({ v: 1, type: 'description', description: described('offer', 1) });
    await sound(100);
    const answer = { ...header(1), type: 'answer', sdp: 'answer', candidates: [] };
    expect(sent()).toEqual([answer]);
    expect(said()).toEqual([{ v: 1, type: 'description', description: answer }]);
    expect(connection.remote).toEqual(['offer', 'offer']);
    expect(world.connections).toHaveLength(1);
  });

  test('answers a repeat the same, an older one with the latest, and applies neither', async () => {
    const { path, connection, sound, says, sent } = await setUp({ offers: false });
    const answering = path.answer(described('offer', 1), [turn]);
    await sound(100);
    const answer = await answering;
    expect(await path.answer(described('offer', 1), [])).toBe(answer);
    expect(await path.answer(described('offer', 0), [])).toBe(answer);
    says({ v: 1, type: 'description', description: described('offer', 1) });
    await sound(100);
    expect(connection.remote).toEqual(['offer', 'offer']);
    expect(connection.reconfigured[0]?.iceServers).toEqual([turn]);
    expect(sent()).toEqual([]);
  });

  test('answers the last of many offers that were held up', async () => {
    const { path, connection, sound } = await setUp({ offers: false });
    const answers = [1, 2, 3].map((negotiation) => path.answer(described('offer', negotiation), []));
    await sound(100);
    expect((await Promise.all(answers)).map(({ negotiation }) => negotiation)).toEqual([3, 3, 3]);
    expect(connection.remote).toEqual(['offer', 'offer']);
  });

  test('asks for the next round at the times at which the other side would make it', async () => {
    const { connection, pass, told, said } = await setUp({ offers: false });
    connection.become('disconnected');
    await pass(9_000);
    expect(told('media:restart-wanted')).toEqual(
      [1, 2].map(() => ({ type: 'media:restart-wanted', header: header(0), newPeer: false })),
    );
    expect(told('media:description')).toEqual([]);
    expect(said()).toEqual([]);
  });

  test('says so where only a new connection helps', async () => {
    const { path, sound, told } = await setUp({ offers: false });
    path.repair('peer');
    await sound(100);
    expect(told('media:restart-wanted')).toMatchObject([{ newPeer: true }]);
  });

  test('asks at once, by both ways, when its network changes; never because it was asked', async () => {
    const { path, sound, told, said } = await setUp({ offers: false });
    path.restart([], 'ice');
    await sound(2_000);
    expect(told('media:restart-wanted')).toEqual([]);
    path.repair('ice');
    await sound(100);
    expect(told('media:restart-wanted')).toHaveLength(1);
    expect(said()).toEqual([{ v: 1, type: 'restart-wanted', header: header(0) }]);
  });

  test('asks when the server is back, but for an offer that the server has kept', async () => {
    const { path, connection, pass, told } = await setUp({ offers: false });
    connection.become('disconnected');
    await pass(6_900);
    const before = told('media:restart-wanted').length;
    path.restart([], 'no');
    await pass(100);
    expect(told('media:restart-wanted')).toHaveLength(before);
    await pass(150);
    expect(told('media:restart-wanted')).toHaveLength(before + 1);
    path.restart([], 'no');
    void path.answer(described('offer', 1), []);
    await pass(500);
    expect(told('media:restart-wanted')).toHaveLength(before + 1);
  });

  test('asks at once for a new connection when the server is back, where only that helps', async () => {
    const { path, connection, pass, told } = await setUp({ offers: false });
    connection.sender.transport.state = 'failed';
    connection.become('failed');
    await pass(5_500);
    const before = told('media:restart-wanted').length;
    path.restart([], 'no');
    await pass(5);
    expect(told('media:restart-wanted')).toHaveLength(before + 1);
    expect(told('media:restart-wanted').at(-1)).toMatchObject({ newPeer: true });
  });

  test('takes a new connection beside the old one, until the new one carries', async () => {
    const { path, connection, connectionAt, sound, told } = await setUp({ offers: false });
    const answering = path.answer(described('offer', 1, true), []);
    await sound(100);
    expect(await answering).toMatchObject({ negotiation: 1, type: 'answer' });
    expect(connection.connectionState).toBe('connected');
    connectionAt(1).become('connected');
    await sound(600, connectionAt(1));
    expect(connection.connectionState).toBe('closed');
    expect(told('media:connection')).toEqual([]);
  });

  test('does not answer what is not between these two', async () => {
    const { connection, sound, says, sent } = await setUp({ offers: false });
    const strangers = [
      { callId: v.parse(CallId, randomId()) },
      { incarnations: { from: theirs, to: theirs } },
      { from: me },
    ];
    for (const stranger of strangers)
      says({ v: 1, type: 'description', description: { ...described('offer', 1), ...stranger } });
    await sound(1_000);
    expect(connection.remote).toEqual(['offer']);
    expect(sent()).toEqual([]);
  });

  test('does not answer what the other may not offer', async () => {
    const { path } = await setUp({ offers: true });
    await expect(path.answer(described('offer', 1), [])).rejects.toThrow('the offer is stale');
  });
});

describe('liveness', () => {
  test('is asked for once a second, and answered', async () => {
    const { connection, sound } = await setUp({ offers: true });
    await sound(5_000);
    expect(connection.channel.sent).toHaveLength(5);
    connection.channel.sent.length = 0;
    connection.channel.onmessage?.({ data: JSON.stringify({ v: 1, type: 'ping' }) });
    expect(connection.channel.sent).toEqual([{ v: 1, type: 'pong' }]);
  });

  test('keeps a path alone that is only silent', async () => {
    const { connection, pass, sent, told } = await setUp({ offers: true });
    for (let second = 0; second < 10; second++) {
      await pass(1_000);
      connection.channel.onmessage?.({ data: JSON.stringify({ v: 1, type: 'pong' }) });
    }
    expect(told('media:flow').map(({ flowing }) => flowing)).toEqual([false]);
    expect(sent()).toEqual([]);
  });
});
