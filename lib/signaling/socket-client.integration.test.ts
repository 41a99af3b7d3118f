import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startServer, type TestServer } from '../../server/testing/server.ts';
import { keyOf } from '../identity/installation-key.ts';
import {
  CallId,
  ConversationId,
  Incarnation,
  KEY_ALGORITHM,
  LIMITS,
  Name,
  randomId,
} from '../protocol/index.ts';
import type { SignalingEvent, ServerPort } from './port.ts';
import { startProxy, type Proxy } from './socket-client.integration.proxy.ts';
import { createSocketClient, type SocketOptions } from './socket-client.ts';

const TEA = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);
const CAKE = v.parse(ConversationId, `c1.${'k'.repeat(43)}`);
const name = (text: string) => v.parse(Name, text);
const SOON = { withinMs: 8_000 };

interface Installation extends ServerPort {
  readonly events: readonly SignalingEvent[];
  /** The first event that fits, come or still to come. */
  seen(fits: (event: SignalingEvent) => boolean): Promise<SignalingEvent>;
  close(): void;
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function server(options?: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const started = await startServer(options);
  open.push(started);
  return started;
}

/** The address of a server that welcomes everybody, and answers one command as the test says. */
function standIn(
  command: string,
  answered: (body: { readonly commandId: string }, answer: (ack: unknown) => void) => void,
): string {
  const io = new Server(0, { transports: ['websocket'] });
  open.push(io);
  io.on('connection', (socket) => {
    socket.on('session:prove', (_, answer) =>
      answer({ ok: true, iceServers: [], conversations: [], calls: [] }),
    );
    socket.on(command, answered);
    socket.emit('session:challenge', { protocol: 1, minProtocol: 1, features: [], nonce: 'n'.repeat(43) });
  });
  return `http://localhost:${(io.httpServer.address() as AddressInfo).port}`;
}

async function proxyTo(port: number): Promise<Proxy> {
  const started = await startProxy(port);
  open.push(started);
  return started;
}

async function installation(
  serverUrl: string,
  options: { readonly pair?: CryptoKeyPair } & Partial<
    Pick<SocketOptions, 'accessKey' | 'prove' | 'knock'>
  > = {},
): Promise<Installation> {
  const { pair, ...more } = options;
  const keys = pair ?? (await crypto.subtle.generateKey(KEY_ALGORITHM, false, ['sign', 'verify']));
  const client = createSocketClient({ serverUrl, ...(await keyOf(keys)), ...more });
  open.push(client);
  const events: SignalingEvent[] = [];
  let stirred = () => {};
  client.onEvent((event) => {
    events.push(event);
    stirred();
  });
  return {
    ...client,
    events,
    async seen(fits) {
      for (;;) {
        const found = events.find(fits);
        if (found) return found;
        await new Promise<void>((resolve) => (stirred = resolve));
      }
    },
  };
}

const entered = (event: SignalingEvent) => event.type === 'entered';
const link = (state: string) => (event: SignalingEvent) => event.type === 'link' && event.state === state;

/** How often the link got to this state. */
const times = ({ events }: Installation, state: string) => events.filter(link(state)).length;

const invitation = () => ({
  callId: v.parse(CallId, randomId()),
  conversation: TEA,
  kind: 'room' as const,
  memberLimit: 2,
  ringForMs: 45_000,
  incarnation: v.parse(Incarnation, randomId()),
});

describe('the socket client', () => {
  test('stays away from the server until it is wanted, and leaves when it is not', async () => {
    const { url } = await server();
    const ada = await installation(url);
    expect(ada.events).toEqual([]);
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen(entered);
    ada.want(new Map(), false);
    expect(ada.events.at(-1)).toMatchObject({ type: 'link', state: 'idle' });
  });

  test('enters what is wanted, follows who is there, and leaves what is not wanted any more', async () => {
    const { url } = await server();
    const [ada, bob] = [await installation(url), await installation(url)];
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen(entered);
    bob.want(
      new Map([
        [TEA, name('Bob')],
        [CAKE, name('Bob')],
      ]),
      false,
    );
    await bob.seen(entered);
    const roster = await bob.roster(TEA, SOON);
    expect(roster).toMatchObject({ ok: true, roster: [{ name: 'Ada' }, { name: 'Bob' }] });
    bob.want(new Map([[CAKE, name('Bob')]]), false);
    await ada.seen(
      ({ ...event }) =>
        event.type === 'server' &&
        event.event.name === 'roster:changed' &&
        event.event.data.roster.length === 1 &&
        ada.events.some((each) => each.type === 'server'),
    );
    expect(await ada.send('call:invite', invitation(), SOON)).toMatchObject({ code: 'nobody-reachable' });
  });

  test('keeps a command through a lost connection and sends it when it is back', async () => {
    const first = await server();
    const ada = await installation(first.url);
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen(entered);
    await first.close();
    await ada.seen((event) => event.type === 'link' && event.state !== 'connected' && ada.events.length > 3);
    const late = ada.send('call:end', { callId: v.parse(CallId, randomId()), reason: 'hung-up' }, SOON);
    const again = await server({ config: { port: first.port } });
    expect(again.port).toBe(first.port);
    expect(await late).toEqual({ ok: true });
    await ada.seen((event) => entered(event) && ada.events.filter(entered).length === 2);
  });

  test('says that the server is down, and gives a command up in time', async () => {
    const gone = await startServer();
    await gone.close();
    const ada = await installation(gone.url);
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen(link('down'));
    const answer = await ada.send('conversation:leave', { conversation: TEA }, { withinMs: 50 });
    expect(answer).toEqual({ ok: false, code: 'server-down' });
  });

  test.each([
    ['client-too-old', { protocol: 9, minProtocol: 9 }],
    ['server-too-old', { protocol: 0, minProtocol: 0 }],
  ] as const)('says who must update: %s', async (trouble, versions) => {
    const { url } = await server({ versions });
    const ada = await installation(url);
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen(link('down'));
    expect(ada.events.at(-1)).toMatchObject({ trouble });
    expect(await ada.roster(TEA, SOON)).toEqual({ ok: false, code: trouble });
  });

  test('shows the access key that the server asks for', async () => {
    const { url } = await server({ config: { accessKey: 'sesame' } });
    const ada = await installation(url, { accessKey: 'sesame' });
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen(entered);
  });

  test.each([undefined, '', 'sesam'])('is told that the access key %j is not the one', async (accessKey) => {
    const { url } = await server({ config: { accessKey: 'sesame' } });
    const ada = await installation(url, accessKey === undefined ? {} : { accessKey });
    ada.want(new Map([[TEA, name('Ada')]]), false);
    await ada.seen((event) => event.type === 'link' && event.trouble === 'access-denied');
  });

  test('another life of the same installation takes over, and the old one stays away', async () => {
    const { url } = await server();
    const pair = await crypto.subtle.generateKey(KEY_ALGORITHM, false, ['sign', 'verify']);
    const old = await installation(url, { pair });
    old.want(new Map([[TEA, name('Ada')]]), false);
    await old.seen(entered);
    const next = await installation(url, { pair });
    next.want(new Map([[TEA, name('Ada')]]), false);
    await next.seen(entered);
    await old.seen((event) => event.type === 'link' && event.trouble === 'replaced');
    expect(next.events.filter(link('connected'))).toHaveLength(1);
  });

  test('an aborted command is not waited for', async () => {
    const gone = await startServer();
    await gone.close();
    const ada = await installation(gone.url);
    const abort = new AbortController();
    const asked = ada.roster(TEA, { withinMs: 60_000, signal: abort.signal });
    abort.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
  });
});

describe('a socket that is dead without anybody having said so', () => {
  const here = { keepOpen: true, places: (who: string) => new Map([[TEA, name(who)]]) };

  test.each(['swallow', 'muffle'] as const)(
    'is replaced within 1.2 s of a probe, and what was asked for meanwhile is done once: %s',
    async (spoil) => {
      const { url, port } = await server();
      const proxy = await proxyTo(port);
      const [ada, bob] = [await installation(proxy.url), await installation(url)];
      ada.want(here.places('Ada'), here.keepOpen);
      bob.want(here.places('Bob'), here.keepOpen);
      await Promise.all([ada.seen(entered), bob.seen(entered)]);
      proxy[spoil]();
      const startMs = performance.now();
      const invited = ada.send('call:invite', invitation(), SOON);
      ada.probe();
      ada.probe();
      await ada.seen(() => times(ada, 'connected') === 2);
      expect(performance.now() - startMs).toBeLessThan(1_200);
      expect(await invited).toMatchObject({ ok: true, rung: [{ name: 'Bob' }] });
      await ada.seen(() => ada.events.filter(entered).length === 2);
      expect(
        bob.events.filter((event) => event.type === 'server' && event.event.name === 'call:ring'),
      ).toHaveLength(1);
      expect([times(ada, 'connecting'), times(ada, 'down'), proxy.accepted]).toEqual([2, 0, 2]);
    },
  );

  test('is replaced by one that gets through, though the first ones hang as well', async () => {
    const proxy = await proxyTo((await server()).port);
    const ada = await installation(proxy.url);
    ada.want(here.places('Ada'), here.keepOpen);
    await ada.seen(entered);
    proxy.swallow();
    proxy.swallowNew(true);
    ada.probe();
    await ada.seen(link('down'));
    proxy.swallowNew(false);
    await ada.seen(() => times(ada, 'connected') === 2);
    expect(proxy.accepted).toBeLessThanOrEqual(4);
  });

  test('is found out by a command that nobody acknowledges', async () => {
    const { url, port } = await server();
    const proxy = await proxyTo(port);
    const [ada, bob] = [await installation(proxy.url), await installation(url)];
    ada.want(here.places('Ada'), here.keepOpen);
    bob.want(here.places('Bob'), here.keepOpen);
    await Promise.all([ada.seen(entered), bob.seen(entered)]);
    proxy.swallow();
    const withinMs = 4 * LIMITS.ackMs;
    expect(await ada.send('call:invite', invitation(), { withinMs })).toMatchObject({ ok: true });
    expect([times(ada, 'connected'), proxy.accepted]).toEqual([2, 2]);
  });

  test('is told from one that lives', async () => {
    const { url } = await server();
    const ada = await installation(url);
    ada.want(here.places('Ada'), here.keepOpen);
    await ada.seen(entered);
    ada.probe();
    expect(
      await ada.send('call:end', { callId: v.parse(CallId, randomId()), reason: 'hung-up' }, SOON),
    ).toEqual({
      ok: true,
    });
    expect(times(ada, 'connecting')).toBe(1);
  });

  test('is told from that of an older server, which does not know the question', async () => {
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const url = standIn('session:ping', (_, answer) => {
      answer({ ok: false, code: 'unknown-event' });
      asked();
    });
    const ada = await installation(url);
    ada.want(new Map(), true);
    await ada.seen(link('connected'));
    const startMs = performance.now();
    ada.probe();
    await wasAsked;
    // as long as no answer would have been waited for
    while (performance.now() - startMs < LIMITS.pingMs + 200) {
      expect(await ada.roster(TEA, { withinMs: 100 })).toMatchObject({ code: 'server-down' });
    }
    expect(times(ada, 'connecting')).toBe(1);
  });
});

describe('a command that the server did not do', () => {
  const end = () => ({ callId: v.parse(CallId, randomId()), reason: 'hung-up' as const });

  /** A client of a server that answers so, and with the last answer from then on; and when each word came, and under which id. */
  async function answeredWith(...answers: readonly unknown[]) {
    const heard: { readonly atMs: number; readonly commandId: string }[] = [];
    const url = standIn('call:end', ({ commandId }, answer) => {
      heard.push({ atMs: performance.now(), commandId });
      answer(answers[Math.min(heard.length, answers.length) - 1]);
    });
    const ada = await installation(url);
    ada.want(new Map(), true);
    await ada.seen(link('connected'));
    return { ada, heard };
  }

  test('for want of tokens is repeated under its id once there is one', async () => {
    const { ada, heard } = await answeredWith(
      { ok: false, code: 'rate-limited', retryAfterMs: 200 },
      { ok: false, code: 'rate-limited', retryAfterMs: 100 },
      { ok: true },
    );
    expect(await ada.send('call:end', end(), SOON)).toEqual({ ok: true });
    expect(new Set(heard.map(({ commandId }) => commandId)).size).toBe(1);
    const [first, second, third] = heard.map(({ atMs }) => atMs);
    // timers may be a little early
    expect(second! - first!).toBeGreaterThan(190);
    expect(third! - second!).toBeGreaterThan(90);
    expect(heard).toHaveLength(3);
  });

  test('is not repeated where there will be no token in time', async () => {
    const refused = { ok: false, code: 'rate-limited', retryAfterMs: 500 };
    const { ada, heard } = await answeredWith(refused);
    expect(await ada.send('call:end', end(), { withinMs: 400 })).toEqual(refused);
    expect(heard).toHaveLength(1);
  });

  test.each([{ ok: false, code: 'internal' }, { how: 'odd' }])(
    'by a fault of its own is repeated under its id: %j',
    async (fault) => {
      const { ada, heard } = await answeredWith(fault, { ok: true });
      expect(await ada.send('call:end', end(), SOON)).toEqual({ ok: true });
      expect(heard).toHaveLength(2);
      expect(heard[1]?.commandId).toBe(heard[0]?.commandId);
    },
  );

  test('by a fault that stays is repeated once', async () => {
    const { ada, heard } = await answeredWith({ ok: false, code: 'internal' });
    expect(await ada.send('call:end', end(), SOON)).toEqual({ ok: false, code: 'internal' });
    expect(heard).toHaveLength(2);
  });
});

test('a server that no knock finds is dialled as soon as something shows that the network is back', async () => {
  const first = await server();
  const ada = await installation(first.url, { knock: async () => false });
  ada.want(new Map([[TEA, name('Ada')]]), true);
  await ada.seen(entered);
  await first.close();
  await ada.seen(link('down'));
  await server({ config: { port: first.port } });
  ada.networkIsBack();
  await ada.seen(() => times(ada, 'connected') === 2);
});

test('a connection that ends while the key is being proved does not disturb the next one', async () => {
  const proxy = await proxyTo((await server()).port);
  const pair = await crypto.subtle.generateKey(KEY_ALGORITHM, false, ['sign', 'verify']);
  const { prove } = await keyOf(pair);
  const proofs: (() => void)[] = [];
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => (asked = resolve));
  const ada = await installation(proxy.url, {
    pair,
    async prove(nonce, host) {
      asked();
      // the first one takes long
      if (proofs.length === 0) await new Promise<void>((resolve) => proofs.push(resolve));
      return prove(nonce, host);
    },
  });
  ada.want(new Map([[TEA, name('Ada')]]), true);
  await wasAsked;
  proxy.reset();
  await ada.seen(entered);
  proofs[0]?.();
  expect(await ada.roster(TEA, SOON)).toMatchObject({ ok: true });
  expect([times(ada, 'connected'), proxy.accepted]).toEqual([1, 2]);
});

test('after a sleep of an hour there is one new connection, and what was asked on the old one is answered soon', async () => {
  const proxy = await proxyTo((await server()).port);
  const ada = await installation(proxy.url);
  ada.want(new Map([[TEA, name('Ada')]]), true);
  await ada.seen(entered);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  const startMs = performance.now();
  ada.probe();
  expect(
    await ada.send('call:end', { callId: v.parse(CallId, randomId()), reason: 'hung-up' }, SOON),
  ).toEqual({
    ok: true,
  });
  expect(performance.now() - startMs).toBeLessThan(LIMITS.ackMs / 2);
  expect([times(ada, 'connected'), proxy.accepted]).toEqual([2, 2]);
});

test('a client that is closed answers at once whoever still waits', async () => {
  const { url } = await server();
  const ada = await installation(url);
  ada.want(new Map([[TEA, name('Ada')]]), true);
  await ada.seen(entered);
  const asked = ada.roster(CAKE, { withinMs: 60_000 });
  ada.close();
  expect(await asked).toEqual({ ok: false, code: 'server-down' });
  expect(await ada.send('conversation:leave', { conversation: TEA }, { withinMs: 60_000 })).toEqual({
    ok: false,
    code: 'server-down',
  });
});
