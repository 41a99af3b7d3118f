import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be spoilt, as networks are. */
export interface Proxy {
  readonly url: string;
  /** How many connections were accepted. */
  readonly accepted: number;
  /** From now on nothing that the server says comes through the connections there are; nobody is told. */
  muffle(): void;
  /** From now on nothing comes through the connections there are, neither way; nobody is told. */
  swallow(): void;
  /** The same for connections that are still to come, until they are let through again. */
  swallowNew(on: boolean): void;
  /** Ends all connections, as a network does that says so. */
  reset(): void;
  close(): Promise<void>;
}

/** Passes on what comes, to a port of this machine. */
export async function startProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let ways: { up: boolean; down: boolean }[] = [];
  let accepted = 0;
  let swallowing = false;

  const server = createServer((near) => {
    accepted += 1;
    const way = { up: !swallowing, down: !swallowing };
    ways.push(way);
    const far = connect(port, '127.0.0.1');
    for (const [from, to, lets] of [
      [near, far, () => way.up],
      [far, near, () => way.down],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => {
        if (lets()) to.write(data);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        if (lets()) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = (server.address() as AddressInfo).port;

  const spoil = (change: Partial<{ up: boolean; down: boolean }>) => {
    for (const way of ways) Object.assign(way, change);
    ways = [];
  };
  return {
    url: `http://localhost:${here}`,
    get accepted() {
      return accepted;
    },
    muffle: () => spoil({ down: false }),
    swallow: () => spoil({ up: false, down: false }),
    swallowNew: (on) => (swallowing = on),
    reset() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
