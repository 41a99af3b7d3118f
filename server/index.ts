import { createApp } from './app.ts';
import { readConfig, readDotEnv, type Config } from './config.ts';
import { createLog } from './log.ts';
import { explainListenError } from './listen-error.ts';

readDotEnv();
const read = readConfig(process.env, process.stdout.isTTY);
if (read.ok) await start(read.config);
else stop(read.mistakes);

async function start(config: Config): Promise<void> {
  const log = createLog(config);
  const app = createApp({ config, log });
  let port: number;
  try {
    port = await app.listen();
  } catch (error) {
    return stop([explainListenError(error, config)]);
  }
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  log.info({ url: `http://${host}:${port}${config.basePath}` }, 'call server ready');
  if (config.iceServers.length === 0) {
    log.info('No STUN_URLS or TURN_URLS: calls work within one network, not across the internet');
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      void app.close().then(() => process.exit(0));
    });
  }
}

function stop(sentences: readonly string[]): void {
  for (const sentence of sentences) console.error(sentence);
  process.exitCode = 1;
}
