import { io } from 'socket.io-client';
import * as v from 'valibot';
import {
  Challenge,
  ErrorCode,
  EVENTS,
  FEATURES,
  LIMITS,
  MIN_PROTOCOL,
  PROTOCOL,
  Welcome,
  whoMustUpdate,
  type AnyServerEvent,
  type EventName,
  type PublicKey,
} from '../protocol/index.ts';
import type { Trouble } from './port.ts';

export interface Server {
  /** Where the call server is, e.g. `https://calls.example.org/earshot`. */
  readonly serverUrl: string;
  /** The key that the server asks for; empty: none. */
  readonly accessKey?: string;
  readonly publicKey: PublicKey;
  /** Proves the key: a signature over the nonce and the dialled host. */
  readonly prove: (nonce: string, host: string) => Promise<string>;
}

/** How a connection came to its end by itself. */
export type Ending =
  /** `awayMs`: what the server said of when to come back. */
  | { readonly how: 'lost'; readonly awayMs?: number }
  /** The server will not have us, and asking again soon would not change that. */
  | { readonly how: 'refused'; readonly trouble: Trouble };

/** What a connection tells; nothing after it has ended or was closed. */
export interface ConnectionEvents {
  /** The other end is there: something came of it on the way to the welcome. */
  heard(): void;
  welcomed(welcome: Welcome): void;
  /** The server keeps it until it is acknowledged: once this has resolved. */
  event(event: AnyServerEvent): unknown;
  ended(ending: Ending): void;
}

/** One life of the socket, from dialling to its end; it never comes back. */
export interface Connection {
  /** The ack, unparsed. Rejects when there is none within the time, or the connection is over. */
  emit(name: string, payload: unknown, withinMs: number): Promise<unknown>;
  /** What was emitted still goes out; nothing is waited for. */
  close(): void;
}

/** After a proof that the server did not take, in ms. */
const PROOF_REFUSED_MS = 5_000;

/** Dials, and proves the installation's key when asked to. */
export function connect(server: Server, tell: ConnectionEvents): Connection {
  const url = new URL(server.serverUrl);
  let over = false;
  let awayMs: number | undefined;
  const unanswered = new Set<(why: Error) => void>();

  const socket = io(url.origin, {
    path: `${url.pathname.replace(/\/+$/, '')}/socket.io`,
    transports: ['websocket'],
    // each life has its own, so nothing of an earlier one is ever sent again
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    auth: {
      protocol: PROTOCOL,
      minProtocol: MIN_PROTOCOL,
      features: [...FEATURES],
      publicKey: server.publicKey,
      ...(server.accessKey && { accessKey: server.accessKey }),
    },
  });

  function close(): void {
    if (over) return;
    over = true;
    socket.off();
    socket.disconnect();
    for (const reject of unanswered) reject(new Error('The connection is over'));
    unanswered.clear();
  }

  function end(ending: Ending): void {
    if (over) return;
    close();
    tell.ended(ending);
  }

  function emit(name: string, payload: unknown, withinMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (over) return reject(new Error('The connection is over'));
      unanswered.add(reject);
      socket.timeout(withinMs).emit(name, payload, (error: Error | null, answer: unknown) => {
        unanswered.delete(reject);
        if (error) reject(error);
        else resolve(answer);
      });
    });
  }

  socket.io.on('open', () => {
    if (!over) tell.heard();
  });
  socket.on('disconnect', () => end({ how: 'lost', ...(awayMs !== undefined && { awayMs }) }));
  socket.on('connect_error', (error) => {
    const refusal = v.safeParse(Refusal, 'data' in error ? error.data : undefined);
    end(refusal.success ? endingOf(refusal.output) : { how: 'lost' });
  });

  socket.on('session:challenge', async (raw: unknown) => {
    const challenge = v.safeParse(Challenge, raw);
    if (!challenge.success) return end({ how: 'refused', trouble: 'server-too-old' });
    const late = whoMustUpdate({ protocol: PROTOCOL, minProtocol: MIN_PROTOCOL }, challenge.output);
    if (late) return end({ how: 'refused', trouble: `${late}-too-old` });
    tell.heard();
    const signature = await server.prove(challenge.output.nonce, url.host);
    const answer = await emit('session:prove', { signature }, LIMITS.ackMs).catch(() => undefined);
    if (over) return;
    const welcome = v.safeParse(Welcome, answer);
    if (welcome.success) tell.welcomed(welcome.output);
    else end({ how: 'lost', awayMs: PROOF_REFUSED_MS });
  });

  for (const name of Object.keys(EVENTS) as EventName[]) {
    socket.on(name, (raw: unknown, acknowledge?: unknown) => {
      const schema: v.GenericSchema = EVENTS[name];
      const parsed = v.safeParse(schema, raw);
      const taken = () => {
        if (typeof acknowledge === 'function') acknowledge();
      };
      if (!parsed.success) return taken();
      const event = { name, data: parsed.output } as AnyServerEvent;
      if (event.name === 'session:replaced') return end({ how: 'refused', trouble: 'replaced' });
      if (event.name === 'server:goodbye') awayMs = event.data.retryAfterMs;
      void Promise.resolve(tell.event(event)).finally(taken);
    });
  }

  // not before this function has returned: a WebSocket that cannot even be made fails within `connect`
  queueMicrotask(() => {
    if (!over) socket.connect();
  });
  return { emit, close };
}

const Refusal = v.object({
  code: ErrorCode,
  retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0))),
});

function endingOf({ code, retryAfterMs }: v.InferOutput<typeof Refusal>): Ending {
  switch (code) {
    case 'client-too-old':
    case 'server-too-old':
    case 'access-denied':
      return { how: 'refused', trouble: code };
    case 'server-full':
      return { how: 'lost', ...(retryAfterMs !== undefined && { awayMs: retryAfterMs }) };
    default:
      return { how: 'refused', trouble: 'server-down' };
  }
}
