import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallId, Incarnation, ParticipantId, randomId, type PeerHeader } from '../protocol/index.ts';
import { createFakeWorld } from './fake-world.ts';
import { reversed } from './peer-header.ts';
import { createPeer } from './peer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const first: PeerHeader = {
  v: 1,
  callId: v.parse(CallId, randomId()),
  from: v.parse(ParticipantId, randomId()),
  to: v.parse(ParticipantId, randomId()),
  incarnations: { from: v.parse(Incarnation, randomId()), to: v.parse(Incarnation, randomId()) },
  negotiation: 0,
};
const round = (negotiation: number): PeerHeader => ({ ...first, negotiation });

/** A peer that makes the offers, and the descriptions that its browser was given, in order. */
function setUp() {
  const world = createFakeWorld();
  const peer = createPeer(first, {
    ...{ world, iceServers: [], certificate: null, replaces: false },
    isMuted: () => false,
    loudspeaker: () => null,
    takeEarly: () => [],
    ...{ onCandidates() {}, onState() {}, onFirstSound() {}, onControl() {} },
  });
  const given: string[] = [];
  const [connection] = world.connections;
  Object.assign(connection ?? {}, {
    signalingState: 'stable',
    createOffer: async () => ({ type: 'offer', sdp: 'offer' }),
    async setLocalDescription(this: { signalingState: string }, { type }: { type: string }) {
      given.push(`mine: ${type}`);
      this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
    },
    async setRemoteDescription(this: { signalingState: string }, { type }: { type: string }) {
      given.push(`theirs: ${type}`);
      this.signalingState = 'stable';
    },
  });
  const described = async <T>(description: Promise<T>): Promise<T> => {
    await vi.advanceTimersByTimeAsync(5);
    return description;
  };
  const answered = (negotiation: number) =>
    peer.acceptAnswer({
      ...reversed(round(negotiation)),
      ...{ type: 'answer', sdp: 'answer', candidates: [] },
    });
  const restart = (negotiation: number) => described(peer.restart(round(negotiation), []));
  return { peer, connection, given, described, answered, restart };
}

describe('a connection with several rounds', () => {
  test('is not settled by an answer to an earlier round', async () => {
    const { peer, given, described, answered, restart } = setUp();
    await described(peer.offer());
    await answered(0);
    await restart(1);
    const before = given.length;
    await answered(0);
    expect(given).toHaveLength(before);
    expect(peer.settled).toBe(false);
    await answered(1);
    expect(peer.settled).toBe(true);
  });
});

test('statistics that a closing connection never gives are not waited for', async () => {
  const { peer, connection, described } = setUp();
  await described(peer.offer());
  const never = async () => new Promise<never>(() => {});
  Object.assign(connection ?? {}, { getStats: never });
  Object.assign(connection?.transceiver.receiver ?? {}, { getStats: never });
  const asked = [peer.statistics(), peer.packetsReceived()];
  void peer.close(false);
  const answers = await Promise.allSettled(asked);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
