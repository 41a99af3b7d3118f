import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { connectClient } from './testing/client.ts';
import { arrive, callBetween, comeBack, description, resume } from './testing/people.ts';

const SERVER = fileURLToPath(new URL('index.ts', import.meta.url));

/** `node server/index.ts` in a folder of its own, with nothing but these variables. */
interface Run {
  readonly child: ChildProcess;
  output(): string;
  /** Resolves once standard output or error has a line that fits. */
  line(fits: RegExp): Promise<RegExpMatchArray>;
  /** The exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

let folder: string;
const runs: Run[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-server-'));
});
afterEach(async () => {
  for (const { child, exit } of runs.splice(0)) {
    child.kill('SIGKILL');
    await exit;
  }
  await rm(folder, { recursive: true });
});

function run(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [SERVER], { cwd: folder, env: { LOG_FORMAT: 'json', ...env } });
  let text = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const look of heard) look();
    });
  }
  const exit = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const started: Run = {
    child,
    exit,
    output: () => text,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = fits.exec(text);
          if (match !== null) resolve(match);
        };
        heard.add(look);
        look();
        void exit.then(() => reject(new Error(`it ended without that line: ${text}`)));
      }),
  };
  runs.push(started);
  return started;
}

/** RFC 6455 section 4.1; a client that answers no close of the server's either. */
const RAW_UPGRADE = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '\r\n',
].join('\r\n');

const READY = /"url":"http:\/\/[^"]*:(\d+)/;

test.each(['SIGTERM', 'SIGINT'] as const)('%s says goodbye to everybody and ends well', async (signal) => {
  const server = run({ PORT: '0' });
  const [, port] = await server.line(READY);
  const clients = await Promise.all([1, 2].map(() => connectClient(`http://localhost:${port}`)));
  server.child.kill(signal);
  for (const client of clients) {
    expect((await client.next('server:goodbye')).retryAfterMs).toBeGreaterThan(0);
    await client.closed();
  }
  expect(await server.exit).toBe(0);
});

test.each([
  ['says nothing', ''],
  ['stops in mid-request', 'GET /healthz HTTP/1.1\r\n'],
  ['opens a WebSocket and leaves all that it is told unanswered', RAW_UPGRADE],
])('a connection that %s does not keep it from ending', async (_case, said) => {
  const server = run({ PORT: '0' });
  const [, port] = await server.line(READY);
  const client = await connectClient(`http://localhost:${port}`);
  const mute = createConnection({ port: Number(port), host: '127.0.0.1' });
  onTestFinished(() => void mute.destroy());
  await once(mute, 'connect');
  mute.write(said);
  if (said === RAW_UPGRADE) await once(mute, 'data');
  server.child.kill('SIGTERM');
  await client.next('server:goodbye');
  expect(await server.exit).toBe(0);
});

test('a server that is killed has the running call again as soon as both have told of it', async () => {
  const killed = run({ PORT: '0' });
  const [, port] = await killed.line(READY);
  const url = `http://localhost:${port}`;
  let [ada, bob] = [await arrive(url, 'Ada'), await arrive(url, 'Bob')];
  const callId = await callBetween(ada, bob);
  killed.child.kill('SIGKILL');
  await Promise.all([ada.client.closed(), bob.client.closed()]);
  expect(await killed.exit).toBe('SIGKILL');

  await run({ PORT: String(port) }).line(READY);
  ada = await comeBack(url, ada);
  bob = await comeBack(url, bob);
  expect(await resume(bob, callId, ada, 1)).toMatchObject({ ok: true });
  expect(await resume(ada, callId, bob, 0)).toMatchObject({ ok: true });
  const offer = { ...description('offer', callId, bob, ada), negotiation: 1 };
  expect(await bob.client.send('peer:offer', { description: offer })).toEqual({ ok: true });
  expect(await ada.client.next('peer:offer')).toEqual({ description: offer });
  for (const { client } of [ada, bob]) client.close();
});

test('it says what having no STUN and TURN servers means', async () => {
  const server = run({ PORT: '0' });
  expect(await server.line(/No STUN_URLS or TURN_URLS: calls work within one network/)).toHaveLength(1);
});

test('a .env beside it is read, and a variable that is set wins', async () => {
  await writeFile(join(folder, '.env'), 'BASE_PATH=/earshot\nPORT=nonsense\n');
  const server = run({ PORT: '0' });
  const [, port] = await server.line(READY);
  expect((await fetch(`http://127.0.0.1:${port}/earshot/healthz`)).status).toBe(200);
});

test('the log is readable by people where that is asked for', async () => {
  const server = run({ PORT: '0', LOG_FORMAT: 'human' });
  expect(await server.line(/INFO: call server ready/)).toHaveLength(1);
});

describe('does not start, and says why in one line,', () => {
  test.each([
    [
      'on a public host without a key',
      { HOST: '0.0.0.0' },
      'HOST 0.0.0.0 can be reached from other machines: set ACCESS_KEY so that only people who have it can use this server, or OPEN=1 to let everybody.\n',
    ],
    ['with a mistake', { PORT: 'eighty' }, 'PORT must be a number from 0 to 65535.\n'],
    [
      'on a host that is not this machine',
      { HOST: '192.0.2.1', OPEN: '1' },
      'HOST 192.0.2.1 is not an address of this machine: set HOST to one that is, or leave it out.\n',
    ],
  ])('%s', async (_case, env, sentence) => {
    const server = run(env);
    expect(await server.exit).toBe(1);
    expect(server.output()).toBe(sentence);
  });

  test('on a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const server = run({ PORT: String(port) });
    expect(await server.exit).toBe(1);
    expect(server.output()).toBe(
      `Port ${port} is in use by another program: stop that one, or set PORT to another number.\n`,
    );
    taken.close();
  });
});
