import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../lib/protocol/index.ts';
import {
  accept,
  arrive as arriveAt,
  asMember,
  callBetween,
  comeBack as comeBackTo,
  description,
  header,
  invite,
  mint,
  resume,
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

const here = async (person: Promise<Person>) => {
  people.push(await person);
  return person;
};
const arrive = (name: string) => here(arriveAt(server.url, name));
const comeBack = (person: Person) => here(comeBackTo(server.url, person));

/** Another server in its place, which knows nothing. */
async function restart(): Promise<void> {
  await server.close();
  server = await startServer();
}

test.each(['caller', 'callee'])(
  'a running call is on again, and mends: the %s is back first',
  async (first) => {
    let [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
    const callId = await callBetween(ada, bob);
    await restart();
    const [adaTells, bobTells] = [() => resume(ada, callId, bob, 0), () => resume(bob, callId, ada, 1)];
    ada = await comeBack(ada);
    bob = await comeBack(bob);
    expect([ada.client.welcome.calls, bob.client.welcome.calls]).toEqual([[], []]);
    const wish = { header: header(callId, ada, bob) };
    expect(await ada.client.send('peer:restart-wanted', wish)).toEqual({ ok: false, code: 'call-unknown' });
    for (const tell of first === 'caller' ? [adaTells, bobTells] : [bobTells, adaTells]) {
      expect(await tell()).toMatchObject({ ok: true, missing: [] });
    }
    const waited = first === 'caller' ? ada : bob;
    const cameLast = first === 'caller' ? asMember(bob, 1) : asMember(ada, 0);
    expect(await waited.client.next('call:members')).toEqual({ callId, members: [cameLast] });

    expect(await ada.client.send('peer:restart-wanted', wish)).toEqual({ ok: true });
    expect(await bob.client.next('peer:restart-wanted')).toEqual(wish);
    const offer = { ...description('offer', callId, bob, ada), negotiation: 1 };
    expect(await bob.client.send('peer:offer', { description: offer })).toEqual({ ok: true });
    expect(await ada.client.next('peer:offer')).toEqual({ description: offer });
    await ada.client.good('call:end', { callId, reason: 'hung-up' });
    expect(await bob.client.next('call:ended')).toEqual({ callId, reason: 'hung-up', by: ada.me });
  },
);

test('a call is listed at the next connection, also while only one has told of it', async () => {
  let [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = await callBetween(ada, bob);
  await restart();
  ada = await comeBack(ada);
  expect(await resume(ada, callId, bob, 0)).toMatchObject({ ok: true });
  ada = await comeBack(ada);
  expect(ada.client.welcome.calls).toEqual([callId]);
  bob = await comeBack(bob);
  expect(await resume(bob, callId, ada, 1)).toMatchObject({ ok: true, members: [asMember(ada, 0)] });
});

test('somebody else with the id of the call gets nothing of it', async () => {
  let [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const eve = await arrive('Eve');
  const callId = await callBetween(ada, bob);
  await restart();
  const back = await comeBack(eve);
  expect(await resume(back, callId, bob, 0)).toMatchObject({ ok: true });
  ada = await comeBack(ada);
  bob = await comeBack(bob);
  await resume(ada, callId, bob, 0);
  await resume(bob, callId, ada, 1);
  await back.client.good('call:end', { callId, reason: 'hung-up' });
  const offer = { ...description('offer', callId, bob, ada), negotiation: 1 };
  expect(await bob.client.send('peer:offer', { description: offer })).toEqual({ ok: true });
  expect(await ada.client.next('peer:offer')).toEqual({ description: offer });
  expect(back.client.events.filter(({ name }) => name !== 'roster:changed')).toEqual([]);
});

test('a hang-up that reaches the new server first is heard by the other who comes later', async () => {
  let [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = await callBetween(ada, bob);
  await restart();
  ada = await comeBack(ada);
  await ada.client.good('call:end', { callId, reason: 'hung-up' });
  bob = await comeBack(bob);
  expect(await resume(bob, callId, ada, 1)).toEqual({ ok: false, code: 'call-over' });
});

test('a ring goes on, also at one who is back later than the caller', async () => {
  let [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = mint();
  await invite(ada, callId);
  await bob.client.next('call:ring');
  await restart();
  ada = await comeBack(ada);
  const again = { again: [bob.me.id], ringForMs: 20_000 };
  expect(await invite(ada, callId, undefined, again)).toEqual({
    ok: true,
    folded: false,
    rung: [],
    ringForMs: 20_000,
  });
  server.clock.advance(LIMITS.renewMs);
  await ada.client.good('call:renew', { callId });
  expect(await invite(ada, callId, undefined, again)).toMatchObject({ ok: true, ringForMs: 16_000 });
  bob = await comeBack(bob);
  expect(await bob.client.send('call:claim', { callId })).toMatchObject({
    ok: true,
    members: [asMember(ada, 0)],
  });
  expect(await ada.client.next('call:claimed')).toMatchObject({ callId, by: bob.me });
  expect(await accept(bob, callId, ada)).toMatchObject({ ok: true });
});

test('a caller of whom nothing is heard: each word keeps the ring, and without any it is over for both', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = mint();
  await invite(ada, callId);
  await bob.client.next('call:ring');
  server.clock.advance(LIMITS.ringLeaseMs - 1);
  await ada.client.good('call:renew', { callId });
  expect(await bob.client.next('call:renewed')).toEqual({ callId });
  server.clock.advance(LIMITS.ringLeaseMs - 1);
  expect(bob.client.count('call:ended')).toBe(0);
  server.clock.advance(1);
  for (const { client } of [ada, bob]) {
    expect(await client.next('call:ended')).toEqual({ callId, reason: 'gone', by: ada.me });
  }
});

test('a caller who was away when its ring ended is told so when it is back', async () => {
  const [ada, bob] = [await arrive('Ada'), await arrive('Bob')];
  const callId = mint();
  await invite(ada, callId);
  await bob.client.next('call:ring');
  const lossesLogged = () => server.logLines.filter((line) => line.includes('connection lost')).length;
  ada.client.close();
  await expect.poll(lossesLogged).toBe(1);
  server.clock.advance(LIMITS.ringLeaseMs);
  expect(await bob.client.next('call:ended')).toEqual({ callId, reason: 'gone', by: ada.me });
  const back = await comeBack(ada);
  expect(back.client.welcome.calls).toEqual([callId]);
  expect(await back.client.next('call:ended')).toEqual({ callId, reason: 'gone', by: ada.me });
});

test('a connection is asked whether it is alive, as often as one likes', async () => {
  const { client } = await arrive('Ada');
  for (let count = 0; count < LIMITS.commandsBurst * 2; count++) {
    expect(await client.sendRaw('session:ping')).toEqual({ ok: true });
  }
  expect(await client.sendRaw('session:ping', {})).toEqual({ ok: true });
});
