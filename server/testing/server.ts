import { pino } from 'pino';
import { createApp, type AppOptions } from '../app.ts';
import type { Config } from '../config.ts';
import { ManualClock } from './manual-clock.ts';

export const TEST_CONFIG: Config = {
  host: 'localhost',
  port: 0,
  basePath: '',
  accessKey: undefined,
  iceServers: [],
  installUrl: undefined,
  logLevel: 'silent',
  logFormat: 'json',
};

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly clock: ManualClock;
  /** Each line the server logged, as JSON. */
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

/** A real call server on a free port of this machine, whose time the test moves. */
export async function startServer(
  options: { readonly config?: Partial<Config> } & Pick<AppOptions, 'versions' | 'maxConnections'> = {},
): Promise<TestServer> {
  const { config, ...rest } = options;
  const clock = new ManualClock();
  const logLines: string[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line) => logLines.push(line) });
  const app = createApp({ ...rest, config: { ...TEST_CONFIG, ...config }, log, clock });
  const port = await app.listen();
  return { url: `http://localhost:${port}`, port, clock, logLines, close: () => app.close() };
}
