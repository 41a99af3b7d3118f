import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { endChild } from './child.ts';
import type { Namespace } from './namespace.ts';

/** A port of this machine's own network that leads to the same port of a namespace. */
export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Lets this process reach what listens in the namespace, also while that one's own network is cut. */
export async function openRelay(namespace: Namespace): Promise<Relay> {
  const listener = createServer({ pauseOnConnect: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP socket without a port');
  const [execPath, ...execArgv] = namespace.command(process.execPath);
  // A socket keeps the network that it was opened in, whoever has it: connections are handed to a process inside.
  const inside: ChildProcess = fork(join(import.meta.dirname, 'relay-inside.ts'), [String(address.port)], {
    execPath,
    execArgv,
  });
  listener.on('connection', (socket) => inside.send('connection', socket));
  return {
    port: address.port,
    async close() {
      listener.close();
      await endChild(inside);
    },
  };
}
