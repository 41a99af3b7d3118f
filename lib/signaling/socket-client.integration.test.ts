import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../../server/testing/server.ts';
import { keyOf } from '../identity/installation-key.ts';
import { CallId, ConversationId, Incarnation, KEY_ALGORITHM, Name, randomId } from '../protocol/index.ts';
import type { SignalingEvent, SignalingPort } from './port.ts';
import { createSocketClient } from './socket-client.ts';

const TEA = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);
const CAKE = v.parse(ConversationId, `c1.${'k'.repeat(43)}`);
const name = (text: string) => v.parse(Name, text);
const SOON = { withinMs: 8_000 };

interface Installation extends SignalingPort {
  readonly events: readonly SignalingEvent[];
  /** The first event that fits, come or still to come. */
  seen(fits: (event: SignalingEvent) => boolean): Promise<SignalingEvent>;
  close(): void;
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function server(options?: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const started = await startServer(options);
  open.push(started);
  return started;
}

async function installation(
  serverUrl: string,
  options: { readonly pair?: CryptoKeyPair; readonly accessKey?: string } = {},
): Promise<Installation> {
  const { pair, ...more } = options;
  const keys = pair ?? (await crypto.subtle.generateKey(KEY_ALGORITHM, false, ['sign', 'verify']));
  const client = createSocketClient({ serverUrl, ...more, ...(await keyOf(keys)) });
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
    const call = v.parse(CallId, randomId());
    const invite = {
      callId: call,
      conversation: TEA,
      kind: 'room',
      memberLimit: 2,
      ringForMs: 45_000,
    } as const;
    const incarnation = v.parse(Incarnation, randomId());
    expect(await ada.send('call:invite', { ...invite, incarnation }, SOON)).toMatchObject({
      code: 'nobody-reachable',
    });
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
