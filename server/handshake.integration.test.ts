import { request } from 'node:http';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { LIMITS, MIN_PROTOCOL, PROTOCOL, signProof } from '../lib/protocol/index.ts';
import { connectClient, dial, freshIdentity } from './testing/client.ts';
import { startServer, type TestServer } from './testing/server.ts';

let server: TestServer;
afterEach(() => server.close());

const EXTENSION = { origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop' };

describe('the proof', () => {
  test('welcomes whoever holds the key, with the ICE servers', async () => {
    const iceServers = [{ urls: ['stun:stun.example:3478'] }];
    const installUrl = 'https://example.org/earshot';
    server = await startServer({ config: { iceServers, installUrl } });
    const client = await connectClient(server.url);
    expect(client.welcome).toEqual({ ok: true, iceServers, installUrl, conversations: [], calls: [] });
    client.close();
  });

  test('works under either name of this machine', async () => {
    server = await startServer();
    for (const name of ['localhost', '127.0.0.1']) {
      const client = await connectClient(`http://${name}:${server.port}`);
      expect(client.welcome.ok).toBe(true);
      client.close();
    }
  });

  test.each<[string, (own: CryptoKey, nonce: string, host: string) => Promise<string>]>([
    [
      'with another key',
      async (_own, nonce, host) => signProof((await freshIdentity()).privateKey, nonce, host),
    ],
    ['over another nonce', (own, _nonce, host) => signProof(own, 'A'.repeat(43), host)],
    ['made for another server', (own, nonce) => signProof(own, nonce, 'calls.example.org')],
    ['that is noise', () => Promise.resolve('A'.repeat(86))],
    ['of the wrong form', () => Promise.resolve('short')],
  ])('%s is refused and the connection closed', async (_case, forge) => {
    server = await startServer();
    const { socket, identity, challenge, host, prove } = await dial(server.url);
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    expect(await prove(await forge(identity.privateKey, challenge.nonce, host))).toEqual({
      ok: false,
      code: 'proof-invalid',
    });
    expect(await closed).toBe('io server disconnect');
  });

  test('of an earlier connection is worth nothing on another one', async () => {
    server = await startServer();
    const first = await dial(server.url);
    const signature = await signProof(first.identity.privateKey, first.challenge.nonce, first.host);
    expect(await first.prove(signature)).toMatchObject({ ok: true });
    const second = await dial(server.url, { identity: first.identity });
    expect(second.challenge.nonce).not.toBe(first.challenge.nonce);
    expect(await second.prove(signature)).toEqual({ ok: false, code: 'proof-invalid' });
    expect(first.socket.connected).toBe(true);
    first.socket.close();
  });

  test('repeated on its own connection gets the same welcome', async () => {
    server = await startServer();
    const { socket, identity, challenge, host, prove } = await dial(server.url);
    const signature = await signProof(identity.privateKey, challenge.nonce, host);
    expect(await prove(signature)).toEqual(await prove(signature));
    socket.close();
  });

  test('is asked for before anything else', async () => {
    server = await startServer();
    const { socket } = await dial(server.url);
    for (const name of ['conversation:enter', 'session:ping', 'no-such:thing']) {
      expect(await socket.emitWithAck(name, {})).toEqual({ ok: false, code: 'proof-missing' });
    }
    socket.close();
  });

  test('that does not come in time closes the connection', async () => {
    server = await startServer();
    const { socket } = await dial(server.url);
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    server.clock.advance(LIMITS.proofMs);
    expect(await closed).toBe('io server disconnect');
  });

  test('that came in time keeps it', async () => {
    server = await startServer();
    const client = await connectClient(server.url);
    server.clock.advance(LIMITS.proofMs * 2);
    expect(await client.sendRaw('no-such:thing')).toMatchObject({ code: 'unknown-event' });
    client.close();
  });

  test('on a newer connection takes over from the older one', async () => {
    server = await startServer();
    const older = await connectClient(server.url);
    const newer = await connectClient(server.url, { identity: older.identity });
    await older.next('session:replaced');
    await older.closed();
    expect(newer.socket.connected).toBe(true);
    newer.close();
  });
});

describe('versions', () => {
  const build = (protocol: number) => ({ protocol, minProtocol: protocol - 1 });

  test('this build says which it speaks', async () => {
    server = await startServer();
    const { challenge, socket } = await dial(server.url);
    expect(challenge).toMatchObject({ protocol: PROTOCOL, minProtocol: MIN_PROTOCOL });
    socket.close();
  });

  test.each([
    ['the same', 5, 5],
    ['a client one version behind', 4, 5],
    ['a server one version behind', 5, 4],
  ])('%s works', async (_case, client, own) => {
    server = await startServer({ versions: build(own) });
    const connected = await connectClient(server.url, { versions: build(client) });
    expect(connected.welcome.ok).toBe(true);
    connected.close();
  });

  test.each([
    ['a client two versions behind', 3, 5, 'client-too-old'],
    ['a server two versions behind', 5, 3, 'server-too-old'],
  ])('%s is told who must update', async (_case, client, own, code) => {
    server = await startServer({ versions: build(own) });
    await expect(connectClient(server.url, { versions: build(client) })).rejects.toMatchObject({
      message: code,
      data: { code, ...build(own) },
    });
  });
});

describe('who may connect', () => {
  test.each([undefined, '', 'sesam', 'sesame2'])('without the access key (%s) nobody', async (accessKey) => {
    server = await startServer({ config: { accessKey: 'sesame' } });
    const options = accessKey === undefined ? {} : { accessKey };
    await expect(connectClient(server.url, options)).rejects.toMatchObject({
      data: { code: 'access-denied' },
    });
  });

  test('with the access key everybody', async () => {
    server = await startServer({ config: { accessKey: 'sesame' } });
    const client = await connectClient(server.url, { accessKey: 'sesame' });
    expect(client.welcome.ok).toBe(true);
    client.close();
  });

  test('a full server says so, and when to ask again', async () => {
    server = await startServer({ maxConnections: 1 });
    const first = await connectClient(server.url);
    await expect(connectClient(server.url)).rejects.toMatchObject({
      data: { code: 'server-full', retryAfterMs: expect.any(Number) },
    });
    first.close();
  });

  test('an extension may', async () => {
    server = await startServer();
    const client = await connectClient(server.url, { headers: EXTENSION });
    expect(client.welcome.ok).toBe(true);
    client.close();
  });

  test('a page of this server may not, outside the demo chat', async () => {
    server = await startServer();
    const headers = { origin: server.url };
    await expect(connectClient(server.url, { headers })).rejects.toMatchObject({
      data: { code: 'access-denied' },
    });
    const chat = io(`${server.url}/demo-chat`, { transports: ['websocket'], extraHeaders: headers });
    await new Promise((resolve) => chat.once('connect', () => resolve(undefined)));
    chat.close();
  });

  test('an extension has no business in the demo chat', async () => {
    server = await startServer();
    const chat = io(`${server.url}/demo-chat`, { transports: ['websocket'], extraHeaders: EXTENSION });
    const error = await new Promise<Error>((resolve) => chat.once('connect_error', resolve));
    expect(error.message).toBe('access-denied');
    chat.close();
  });

  test.each(['https://chat.example.org', 'http://localhost:1', 'null'])(
    'a page of %s does not even get a WebSocket',
    async (origin) => {
      server = await startServer();
      const upgrade = (headers: Record<string, string>) => upgradeStatus(server.port, headers);
      expect(await upgrade({ origin })).toBe(400);
      expect(await upgrade(EXTENSION)).toBe(101);
    },
  );

  test('a base path is where the socket is', async () => {
    server = await startServer({ config: { basePath: '/earshot' } });
    const client = await connectClient(server.url, { path: '/earshot/socket.io' });
    client.close();
    expect((await fetch(`${server.url}/earshot/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(404);
  });
});

/** The status a WebSocket upgrade (RFC 6455 section 4.1) is answered with. */
async function upgradeStatus(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const upgrade = request({
      port,
      host: '127.0.0.1',
      path: '/socket.io/?EIO=4&transport=websocket',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        ...headers,
      },
    });
    upgrade.once('response', (response) => resolve(response.statusCode ?? 0));
    upgrade.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    upgrade.once('error', reject);
    upgrade.end();
  });
}
