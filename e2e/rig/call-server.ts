import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { endChild, startChild } from './child.ts';
import { SERVER_PORT } from './network.ts';
import type { Network } from './network.ts';
import { freePort } from './port.ts';
import { until } from './until.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The real call server in a process of its own. */
export interface CallServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** The end of what it has logged, for a failed test. */
  log(): string;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same address, after {@link kill} or {@link close}. */
  start(): Promise<void>;
  /** Ends it as a system does that shuts down (SIGTERM). */
  close(): Promise<void>;
}

/** Starts a call server and waits until it listens. Without a port it takes a free one; with a network, it is in the middle of that. */
export async function startCallServer(
  options: { port?: number; env?: NodeJS.ProcessEnv; network?: Network | undefined } = {},
): Promise<CallServer> {
  const { network } = options;
  const port = options.port ?? (network ? SERVER_PORT : await freePort());
  const url = `http://localhost:${port}`;
  let output = '';
  let child: ChildProcess;
  const start = async () => {
    const [command, ...args] = network?.middle.command(process.execPath) ?? [process.execPath];
    child = startChild(command, [...args, 'server/index.ts'], {
      cwd: ROOT,
      env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...network?.serverEnv, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const keep = (chunk: Buffer) => {
      said += chunk.toString();
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    await until(
      'the call server is ready',
      () => said.includes('call server ready') || child.exitCode !== null,
      15_000,
    );
    if (child.exitCode !== null) throw new Error(`The call server ended at once:\n${output}`);
  };
  const server: CallServer = {
    url,
    log: () => output,
    start,
    kill: async () => endChild(child, 'SIGKILL'),
    close: async () => endChild(child),
  };
  try {
    await start();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}
