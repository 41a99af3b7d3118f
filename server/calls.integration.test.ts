import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { CommandId, LIMITS, participantIdOf, randomId, type CallId } from '../lib/protocol/index.ts';
import { connectClient, type TestClient } from './testing/client.ts';
import {
  accept,
  arrive as arriveAt,
  asMember,
  callBetween,
  description,
  header,
  invite,
  mint,
  tea,
  type Person,
} from './testing/people.ts';
import { startServer, type TestServer } from './testing/server.ts';

let server: TestServer;
const people: Person[] = [];

beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const { client } of people.splice(0)) client.close();
  await server.close();
});

const commandId = () => v.parse(CommandId, randomId());

async function arrive(name: string, client?: TestClient): Promise<Person> {
  const person = await arriveAt(server.url, name, client);
  people.push(person);
  return person;
}

/** Lets time pass while the caller says every few seconds that it is still there. */
async function advanceRinging({ client }: Person, callId: CallId, ms: number): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= LIMITS.renewMs) {
    await client.send('call:renew', { callId });
    server.clock.advance(Math.min(leftMs, LIMITS.renewMs));
  }
}

test('a participant is the hash of key and conversation, the same after a restart of the server', async () => {
  const ada = await arrive('Ada');
  expect(ada.me.id).toBe(await participantIdOf(ada.client.key, tea));
  await server.close();
  server = await startServer();
  const again = await connectClient(server.url, { identity: ada.client.identity });
  expect((await arrive('Ada', again)).me.id).toBe(ada.me.id);
});

test('a call from the invitation to the last candidate', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = mint();
  expect(await invite(ada, callId)).toEqual({
    ok: true,
    folded: false,
    rung: [bob.me],
    ringForMs: LIMITS.ringMs,
  });
  expect(await bob.client.next('call:ring')).toEqual({
    callId,
    conversation: tea,
    kind: 'room',
    from: ada.me,
    ringForMs: LIMITS.ringMs,
  });
  const adaAsMember = asMember(ada, 0);
  expect(await bob.client.send('call:claim', { callId })).toEqual({
    ok: true,
    callId,
    members: [adaAsMember],
    claimForMs: LIMITS.claimMs,
  });
  expect(await ada.client.next('call:claimed')).toMatchObject({ callId, by: bob.me });

  const offer = description('offer', callId, bob, ada);
  expect(await accept(bob, callId, ada, offer)).toEqual({ ok: true, members: [adaAsMember], missing: [] });
  const bobAsMember = asMember(bob, 1);
  expect(await ada.client.next('call:joined')).toEqual({ callId, member: bobAsMember, offer });

  const answer = description('answer', callId, ada, bob);
  expect(await ada.client.send('peer:answer', { description: answer })).toEqual({ ok: true });
  expect(await bob.client.next('peer:answer')).toEqual({ description: answer });
  for (const [from, to] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    const batch = { ...header(callId, from, to), candidates: [{ candidate: '', sdpMid: '0' }] };
    expect(await from.client.send('peer:candidates', { batch })).toEqual({ ok: true });
    expect(await to.client.next('peer:candidates')).toEqual({ batch });
  }

  await ada.client.good('call:end', { callId, reason: 'hung-up' });
  expect(await bob.client.next('call:ended')).toEqual({ callId, reason: 'hung-up', by: ada.me });
});

test('refused, busy and cancelled each reach the other', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  for (const reason of ['refused', 'busy'] as const) {
    const callId = mint();
    await invite(ada, callId);
    await bob.client.next('call:ring');
    await bob.client.good('call:refuse', { callId, reason });
    expect(await ada.client.next('call:ended')).toEqual({ callId, reason, by: bob.me });
  }
  const callId = mint();
  await invite(ada, callId);
  await ada.client.good('call:end', { callId, reason: 'cancelled' });
  expect(await bob.client.next('call:ended')).toEqual({ callId, reason: 'cancelled', by: ada.me });
});

test('two invitations at once are one call', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const [adas, bobs] = [mint(), mint()];
  const acks = await Promise.all([invite(ada, adas, bob.me.id), invite(bob, bobs, ada.me.id)]);
  expect(acks.filter((ack) => ack.ok && ack.folded)).toHaveLength(1);
  expect(acks.filter((ack) => ack.ok && !ack.folded)).toHaveLength(1);
  const firstCaller = acks[0].ok && !acks[0].folded ? ada : bob;
  const callId = firstCaller === ada ? adas : bobs;
  const second = firstCaller === ada ? bob : ada;
  expect(await firstCaller.client.next('call:claimed')).toMatchObject({ callId, by: second.me });
  expect(await accept(second, callId, firstCaller)).toMatchObject({ ok: true });
});

test('of two who answer at once one has the call, and the other reads that it was answered', async () => {
  const [ada, bob, cem] = [await arrive('Ada'), await arrive('Bob'), await arrive('Cem')];
  const callId = mint();
  await invite(ada, callId);
  const acks = await Promise.all([bob, cem].map(({ client }) => client.send('call:claim', { callId })));
  expect(acks.filter((ack) => ack.ok)).toHaveLength(1);
  expect(acks.filter((ack) => !ack.ok)).toEqual([{ ok: false, code: 'already-claimed' }]);
  const loser = acks[0]?.ok ? cem : bob;
  expect(await loser.client.next('call:ended')).toMatchObject({ callId, reason: 'answered-elsewhere' });
});

test('who is in a call shows as busy, and is not rung', async () => {
  const [ada, bob, cem] = [await arrive('Ada'), await arrive('Bob'), await arrive('Cem')];
  await callBetween(ada, bob);
  const { roster } = await cem.client.next(
    'roster:changed',
    (data) => data.roster.filter((entry) => entry.busy).length === 2,
  );
  expect(roster).toContainEqual({ ...ada.me, busy: true });
  expect(await invite(cem, mint())).toEqual({ ok: false, code: 'everybody-busy' });
  expect(await invite(bob, mint())).toEqual({ ok: false, code: 'in-a-call' });
});

test('nobody answers: both are told when the ring is over', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = mint();
  await invite(ada, callId);
  await bob.client.next('call:ring');
  await advanceRinging(ada, callId, LIMITS.ringMs);
  for (const { client } of [ada, bob]) {
    expect(await client.next('call:ended')).toEqual({ callId, reason: 'no-answer' });
  }
});

test('a command that comes twice is done once, and answered alike', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const [callId, id] = [mint(), commandId()];
  await invite(ada, callId);
  const acks = [
    await bob.client.send('call:claim', { callId }, id),
    await bob.client.send('call:claim', { callId }, id),
  ];
  expect(acks[0]).toMatchObject({ ok: true });
  expect(acks[1]).toEqual(acks[0]);
  await bob.client.good('call:release', { callId, reason: 'microphone-blocked' });
  expect(await ada.client.next('call:ended')).toMatchObject({ reason: 'microphone-blocked' });
  expect(ada.client.count('call:claimed')).toBe(1);
});

describe('a client that restarts', () => {
  /** Waits until the server has seen the loss: its clock must not move before. */
  async function lost(person: Person): Promise<void> {
    const before = lossesLogged();
    person.client.close();
    await expect.poll(lossesLogged).toBe(before + 1);
  }
  const lossesLogged = () => server.logLines.filter((line) => line.includes('connection lost')).length;

  test('within its grace finds what it missed, in order, with what is left of each time', async () => {
    const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    await lost(bob);
    const [first, second] = [mint(), mint()];
    await invite(ada, first);
    await ada.client.good('call:end', { callId: first, reason: 'cancelled' });
    await invite(ada, second);
    server.clock.advance(10_000);

    const again = await connectClient(server.url, { identity: bob.client.identity });
    expect(again.welcome).toMatchObject({ conversations: [tea], calls: [second, first] });
    await again.next('call:ring', (ring) => ring.callId === second);
    expect(again.events).toMatchObject([
      { name: 'call:ring', data: { callId: first } },
      { name: 'call:ended', data: { callId: first } },
      { name: 'call:ring', data: { callId: second, ringForMs: LIMITS.ringMs - 10_000 } },
    ]);
    const { me } = await arrive('Bob', again);
    expect(me.id).toBe(bob.me.id);
    expect(await again.send('call:claim', { callId: second })).toMatchObject({ ok: true });
  });

  test('is told again only what it has not acknowledged', async () => {
    const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    await invite(ada, mint());
    const { callId } = await bob.client.next('call:ring');
    bob.client.acknowledging = false;
    await ada.client.good('call:end', { callId, reason: 'cancelled' });
    await bob.client.next('call:ended');
    await lost(bob);
    const again = await connectClient(server.url, { identity: bob.client.identity });
    await again.next('call:ended');
    expect(again.count('call:ring')).toBe(0);
    await arrive('Bob', again);
  });

  test('on a new connection before the old one is lost is reached there', async () => {
    const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    const newer = await connectClient(server.url, { identity: bob.client.identity });
    await expect.poll(lossesLogged).toBe(1);
    server.clock.advance(LIMITS.graceMs);
    const callId = mint();
    expect(await invite(ada, callId)).toMatchObject({ rung: [bob.me] });
    expect(await newer.next('call:ring')).toMatchObject({ callId });
    await arrive('Bob', newer);
  });

  test('in a running call keeps its place, and loses it when it stays away', async () => {
    const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    const callId = await callBetween(ada, bob);
    await lost(bob);
    ada.client.forget();
    server.clock.advance(LIMITS.graceMs);
    await ada.client.next('roster:changed', (data) => data.roster.length === 1);
    expect(ada.client.count('call:ended')).toBe(0);
    const again = await connectClient(server.url, { identity: bob.client.identity });
    expect(again.welcome.calls).toEqual([callId]);
    await lost({ ...bob, client: again });
    server.clock.advance(LIMITS.placeMs);
    expect(await ada.client.next('call:ended')).toEqual({ callId, reason: 'gone', by: bob.me });
  });

  test('while it is rung and does not come back: the caller gets no answer', async () => {
    const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    const callId = mint();
    await invite(ada, callId);
    await bob.client.next('call:ring');
    await lost(bob);
    await advanceRinging(ada, callId, LIMITS.graceMs);
    expect(await ada.client.next('call:ended')).toEqual({ callId, reason: 'no-answer' });
    const again = await connectClient(server.url, { identity: bob.client.identity });
    expect(again.welcome).toMatchObject({ conversations: [], calls: [] });
    again.close();
  });

  test('that leaves and closes in one breath has left', async () => {
    const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    ada.client.forget();
    // Entering takes the server a moment (a hash), behind which the leave waits as the connection closes.
    for (let count = 0; count < LIMITS.commandsBurst / 2; count++) {
      const again = { conversation: tea, name: 'Bob', commandId: commandId() };
      bob.client.socket.emit('conversation:enter', again);
    }
    bob.client.socket.emit('conversation:leave', { conversation: tea, commandId: commandId() });
    bob.client.close();
    const { roster } = await ada.client.next('roster:changed', (data) => data.roster.length === 1);
    expect(roster).toEqual([{ ...ada.me, busy: false }]);
  });
});

test('the log says what happened, and no names, descriptions or keys', async () => {
  const [ada, bob] = [await arrive('Ada Lovelace'), await arrive('Bob')];
  const callId = await callBetween(ada, bob);
  await ada.client.good('call:end', { callId, reason: 'hung-up' });
  const log = server.logLines.join('');
  for (const what of [
    'connection proved',
    'entered',
    'call-ringing',
    'call-claimed',
    'call-joined',
    'call-ended',
  ]) {
    expect(log).toContain(`"${what}"`);
  }
  for (const secret of ['Lovelace', 'v=0', ada.client.key, ada.me.id, tea]) {
    expect(log).not.toContain(secret);
  }
});
