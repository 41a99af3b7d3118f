import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { Server } from 'socket.io';
import { LIMITS, MIN_PROTOCOL, PROTOCOL, type Versions } from '../lib/protocol/index.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { attachDemoChat } from './demo/chat.ts';
import { createPages } from './http/pages.ts';
import type { Log } from './log.ts';
import { openerOf } from './origins.ts';
import { createRegistry } from './registry/registry.ts';
import { admit } from './session/admission.ts';
import { createHub } from './session/hub.ts';
import { openSession } from './session/session.ts';

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  /** What this server speaks; a test brings another build's. */
  readonly versions?: Versions;
  readonly clock?: Clock;
  readonly maxConnections?: number;
}

export interface App {
  /** Resolves to the port it listens on; rejects with the system's error (`EADDRINUSE`, `EACCES`, …). */
  listen(): Promise<number>;
  /** Says goodbye to everybody and stops. What a silent connection still holds open ends with the process. */
  close(): Promise<void>;
}

/** About how long a restart takes: told to clients that are sent away. */
const RESTART_MS = 3_000;
/** A goodbye is through by then; whoever says nothing, or is no longer there, is not waited for. */
const GOODBYE_MS = 1_000;
/** Under the 30 s after which Chrome stops an extension's service worker without traffic. */
const PING_INTERVAL_MS = 20_000;
/** About 50 KiB each; above this the machine is better left alone. */
const MAX_CONNECTIONS = 10_000;

/** The call server: pages and sockets on one port, around one registry. */
export function createApp(options: AppOptions): App {
  const { config, log, clock = systemClock, maxConnections = MAX_CONNECTIONS } = options;
  const versions = options.versions ?? { protocol: PROTOCOL, minProtocol: MIN_PROTOCOL };
  const registry = createRegistry();
  const hub = createHub(registry, clock, log);
  const http = createServer(createPages({ basePath: config.basePath, version: packageVersion(), versions }));
  const io = new Server(http, {
    path: `${config.basePath}/socket.io`,
    transports: ['websocket'],
    serveClient: false,
    pingInterval: PING_INTERVAL_MS,
    maxHttpBufferSize: LIMITS.transportBytes,
    perMessageDeflate: false,
    allowRequest: (request, answer) => answer(null, openerOf(request) !== 'foreign-page'),
  });

  io.use((socket, next) => {
    const admission = admit(socket.request, socket.handshake.auth, io.of('/').sockets.size, {
      versions,
      accessKey: config.accessKey,
      maxConnections,
    });
    if (admission.ok) {
      socket.data.hello = admission.hello;
      return next();
    }
    const { ok: _, ...refusal } = admission;
    log.info({ code: refusal.code }, 'connection refused');
    next(Object.assign(new Error(refusal.code), { data: { ...refusal, ...versions } }));
  });
  io.on('connection', (socket) => {
    openSession(socket, socket.data.hello, {
      registry,
      hub,
      clock,
      log,
      versions,
      iceServers: config.iceServers,
      installUrl: config.installUrl,
    });
  });

  const demoChat = io.of('/demo-chat');
  demoChat.use((socket, next) => {
    const opener = openerOf(socket.request);
    next(opener === 'own-page' || opener === 'no-browser' ? undefined : new Error('access-denied'));
  });
  attachDemoChat(demoChat);

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        http.once('error', reject);
        // `localhost` may be ::1 alone on some machines; browsers try 127.0.0.1 under either name.
        http.listen(config.port, config.host === 'localhost' ? '127.0.0.1' : config.host, () => {
          http.off('error', reject);
          const address = http.address();
          resolve(address !== null && typeof address === 'object' ? address.port : config.port);
        });
      }),

    async close() {
      hub.close();
      io.of('/').emit('server:goodbye', { retryAfterMs: RESTART_MS });
      await Promise.race([io.close(), new Promise<void>((resolve) => clock.after(GOODBYE_MS, resolve))]);
    },
  };
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
