import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { build } from 'vite';
import { findChromium } from '../../.ci/find-command.ts';

/** A Chromium for integration tests, whose pages hold lib/media/media.integration.page.ts. */
export interface HarnessBrowser {
  readonly browser: Browser;
  readonly origin: string;
  /** A page with `harness` in it. */
  openPage(): Promise<Page>;
  close(): Promise<void>;
}

/** The page's script in one piece: real media hosts and the steps of a call between them. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('./media.integration.page.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, target: 'es2024', lib: { entry, formats: ['es'] } },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('nothing was built');
  return chunk.code;
}

/** `flags`: for its devices. */
export async function startHarnessBrowser(
  flags: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<HarnessBrowser> {
  const script = await bundle();
  const server = createServer();
  server.on('request', ({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = findChromium();
  if (!executablePath) throw new Error('this test needs Chromium');
  const browser = await puppeteer.launch({
    ...{ executablePath, env, pipe: true },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
      ...flags,
    ],
  });
  return {
    browser,
    origin,
    async openPage() {
      const page = await browser.newPage();
      await page.goto(origin);
      await page.waitForFunction(() => 'harness' in globalThis);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
