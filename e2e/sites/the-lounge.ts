import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { endChild, startChild } from '../rig/child.ts';
import { freePort } from '../rig/port.ts';
import type { Person } from '../rig/person.ts';
import { byRole, press } from '../rig/roles.ts';
import { until } from '../rig/until.ts';
import { startNgircd } from './ngircd.ts';

const FOLDER = join(import.meta.dirname, 'the-lounge');

/** The Lounge in public mode (no accounts), with an IRC server behind it. */
export interface TheLounge {
  /** Its page with everything filled in; one press of "Connect" on it ({@link connectTheLounge}) joins the channel. */
  url(name: string, channel?: string): string;
  /** The end of what it has logged, for a failed test. */
  log(): string;
  stop(): Promise<void>;
}

/** Installs The Lounge where that was not done yet, and starts it and ngircd on free ports of loopback. */
export async function startTheLounge(): Promise<TheLounge> {
  await installOnce();
  const stack = new AsyncDisposableStack();
  try {
    const irc = await startNgircd();
    stack.defer(irc.stop);
    const home = await mkdtemp(join(tmpdir(), 'earshot-the-lounge-'));
    stack.defer(async () => rm(home, { recursive: true, force: true }));
    const port = await freePort();
    await writeFile(join(home, 'config.js'), configuration(port, irc.port));
    // Its own command line makes these; it does not start without them.
    await Promise.all(['users', 'packages'].map(async (folder) => mkdir(join(home, folder))));
    await writeFile(join(home, 'packages', 'package.json'), '{"private":true,"dependencies":{}}');

    let output = '';
    const child = startChild(process.execPath, ['start.cjs'], {
      cwd: FOLDER,
      // under the `test` of our own runner it looks for its pages elsewhere
      env: { ...process.env, NODE_ENV: 'production', THELOUNGE_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    stack.defer(async () => endChild(child));
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const base = `http://localhost:${port}`;
    await until(
      'The Lounge is there',
      async () => child.exitCode !== null || (await fetch(`http://127.0.0.1:${port}/`)).ok,
      20_000,
    );
    if (child.exitCode !== null) throw new Error(`The Lounge ended at once:\n${output}`);

    const running = stack.move();
    return {
      url: (name, channel = 'tea') =>
        `${base}/#/connect?${new URLSearchParams({ nick: name, join: channel }).toString()}`,
      log: () => output,
      stop: async () => running.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** On a page opened at {@link TheLounge.url}: connects, and waits until the channel is shown with its people. */
export async function connectTheLounge(page: Page): Promise<void> {
  // Its style sheet writes the word in capitals, and so the browser names it.
  await press(page, 'CONNECT');
  await page.waitForSelector('.chat-view[data-type="channel"] .userlist .user');
}

/** Opens The Lounge in front, joins the channel, and waits for our button there. */
export async function enterTheLounge(
  person: Person,
  lounge: TheLounge,
  channel = 'tea',
): Promise<{ page: Page; button: ElementHandle }> {
  const page = await person.openPage(lounge.url(person.name, channel));
  await connectTheLounge(page);
  return { page, button: await byRole(page, 'button', 'Audio chat') };
}

/** Opens the direct chat with somebody, as a person does: by typing the command. */
export async function openQuery(page: Page, nick: string): Promise<void> {
  await page.type('#input', `/query ${nick}\n`);
  await page.waitForSelector('.chat-view[data-type="query"]');
}

/** Shows a channel or a query that is in the sidebar already. */
export async function switchTo(page: Page, name: string): Promise<void> {
  await page.click(`.channel-list-item[data-name="${name}"]`);
  await page.waitForSelector(`.chat-view[aria-label="${name}"]`);
}

/** One network that everybody is on, and nothing that reaches beyond loopback or is kept. */
function configuration(port: number, ircPort: number): string {
  const values = {
    public: true,
    host: '127.0.0.1',
    bind: '127.0.0.1',
    port,
    reverseProxy: false,
    https: { enable: false },
    transports: ['websocket'],
    prefetch: false,
    fileUpload: { enable: false },
    messageStorage: [],
    lockNetwork: true,
    defaults: {
      name: 'Inn',
      host: '127.0.0.1',
      port: ircPort,
      password: '',
      tls: false,
      rejectUnauthorized: false,
      nick: 'guest%%',
      username: 'guest',
      realname: '',
      join: '#tea',
      leaveMessage: '',
    },
  };
  return `module.exports = ${JSON.stringify(values)};\n`;
}

/** `npm ci` in its own folder, unless what the lock file asks for is there. */
async function installOnce(): Promise<void> {
  const wanted = await readFile(join(FOLDER, 'package-lock.json'), 'utf8');
  const stamp = join(FOLDER, 'node_modules', '.earshot-installed');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  // Its install scripts only report home or build what public mode does not use.
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let trouble = '';
  npm.stderr.on('data', (chunk: Buffer) => {
    trouble = (trouble + chunk.toString()).slice(-4_000);
  });
  const [code] = (await once(npm, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The Lounge could not be installed:\n${trouble}`);
  await writeFile(stamp, wanted);
}
