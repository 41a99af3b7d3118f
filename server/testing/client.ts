import { io, type Socket } from 'socket.io-client';
import * as v from 'valibot';
import {
  Challenge,
  CommandId,
  EVENTS,
  FEATURES,
  KEY_ALGORITHM,
  MIN_PROTOCOL,
  PROTOCOL,
  PublicKey,
  randomId,
  signProof,
  toBase64url,
  type Ack,
  type AnyServerEvent,
  type CommandBody,
  type CommandName,
  type EventName,
  type GoodAck,
  type ServerEvent,
  type Versions,
  type Welcome,
} from '../../lib/protocol/index.ts';

/** An installation's key, as a test holds it. */
export interface TestIdentity {
  readonly publicKey: PublicKey;
  readonly privateKey: CryptoKey;
}

export async function freshIdentity(): Promise<TestIdentity> {
  const pair = await crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey: v.parse(PublicKey, toBase64url(raw)), privateKey: pair.privateKey };
}

export interface DialOptions {
  readonly identity?: TestIdentity;
  readonly versions?: Versions;
  readonly accessKey?: string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

/** A socket that has got as far as the challenge, for tests of the proof itself. */
export interface Dialled {
  readonly socket: Socket;
  readonly identity: TestIdentity;
  readonly challenge: Challenge;
  readonly host: string;
  prove(signature: string): Promise<unknown>;
}

/** What a refused connection was told: connect_error's `data`, or its message alone. */
export class RefusedError extends Error {
  readonly data: unknown;
  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

/** Longer than any step takes on a slow machine; a test that reaches it has failed. */
const PATIENCE_MS = 8_000;

export async function dial(serverUrl: string, options: DialOptions = {}): Promise<Dialled> {
  const identity = options.identity ?? (await freshIdentity());
  const url = new URL(serverUrl);
  const socket = io(url.origin, {
    path: options.path ?? '/socket.io',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: {
      ...(options.versions ?? { protocol: PROTOCOL, minProtocol: MIN_PROTOCOL }),
      features: [...FEATURES],
      publicKey: identity.publicKey,
      accessKey: options.accessKey,
    },
    ...(options.headers && { extraHeaders: options.headers }),
  });
  const raw = await new Promise<unknown>((resolve, reject) => {
    socket.once('session:challenge', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(new RefusedError(error.message, 'data' in error ? error.data : undefined));
    });
  });
  return {
    socket,
    identity,
    challenge: v.parse(Challenge, raw),
    host: url.host,
    prove: (signature) => socket.timeout(PATIENCE_MS).emitWithAck('session:prove', { signature }),
  };
}

/** A connected installation. */
export class TestClient {
  readonly identity: TestIdentity;
  readonly key: PublicKey;
  readonly socket: Socket;
  /** The server's answer to the proof. */
  welcome!: Welcome;
  /** Everything the server told, in order. */
  readonly events: AnyServerEvent[] = [];
  /** Set to false to leave events unacknowledged. */
  acknowledging = true;
  #taken = new Set<AnyServerEvent>();
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket, identity: TestIdentity) {
    this.socket = socket;
    this.identity = identity;
    this.key = identity.publicKey;
    for (const name of Object.keys(EVENTS) as EventName[]) {
      socket.on(name, (raw: unknown, acknowledge?: () => void) => {
        const schema: v.GenericSchema = EVENTS[name];
        this.events.push({ name, data: v.parse(schema, raw) } as AnyServerEvent);
        if (this.acknowledging) acknowledge?.();
        this.#wake();
      });
    }
    socket.on('disconnect', () => this.#wake());
  }

  /** Sends a command under a fresh id, or under the one given, and returns its ack. */
  async send<N extends CommandName>(
    name: N,
    body: CommandBody<N>,
    commandId: CommandId = v.parse(CommandId, randomId()),
  ): Promise<Ack<N>> {
    return (await this.sendRaw(name, { ...body, commandId })) as Ack<N>;
  }

  /** The same, where anything but a good ack fails the test. */
  async good<N extends CommandName>(name: N, body: CommandBody<N>): Promise<GoodAck<N>> {
    const ack = await this.send(name, body);
    if (!ack.ok) throw new Error(`${name} was refused: ${ack.code}`);
    return ack;
  }

  /** Sends whatever it is given, and returns the ack as it came. */
  sendRaw(name: string, ...args: unknown[]): Promise<unknown> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(name, ...args);
  }

  /** The earliest event of this name that no earlier call has returned; waits for it. */
  async next<N extends EventName>(
    name: N,
    fits: (data: ServerEvent<N>) => boolean = () => true,
  ): Promise<ServerEvent<N>> {
    const found = await this.#until(() =>
      this.events.find(
        (event) => event.name === name && !this.#taken.has(event) && fits(event.data as ServerEvent<N>),
      ),
    );
    if (found === undefined) {
      const seen = this.events.map((event) => event.name).join(', ');
      throw new Error(`no ${name} came; there were: ${seen}`);
    }
    this.#taken.add(found);
    return found.data;
  }

  /** From now on {@link next} looks only at what is still to come. */
  forget(): void {
    for (const event of this.events) this.#taken.add(event);
  }

  /** How often an event came so far. */
  count(name: EventName): number {
    return this.events.filter((event) => event.name === name).length;
  }

  /** Waits until the server, or {@link close}, has closed the connection. */
  async closed(): Promise<void> {
    await this.#until(() => this.socket.disconnected || undefined);
    if (this.socket.connected) throw new Error('the connection is still open');
  }

  /** As a crash or a lost network would: no leave. */
  close(): void {
    this.socket.disconnect();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #until<T>(look: () => T | undefined): Promise<T | undefined> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = look();
      if (found !== undefined || patience.aborted) return found;
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        patience.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

/** Dials and proves. Rejects with a {@link RefusedError} where the server does not let it in. */
export async function connectClient(serverUrl: string, options: DialOptions = {}): Promise<TestClient> {
  const { socket, identity, challenge, host, prove } = await dial(serverUrl, options);
  // Listens before it proves, since what was missed comes right behind the welcome.
  const client = new TestClient(socket, identity);
  const ack = (await prove(await signProof(identity.privateKey, challenge.nonce, host))) as Welcome;
  if (!ack.ok) throw new RefusedError('not welcome', ack);
  client.welcome = ack;
  return client;
}
