import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, TargetType } from 'puppeteer';
import type { Browser, LaunchOptions, Page, Target, WebWorker } from 'puppeteer';
import { findChromium } from '../../.ci/find-command.ts';
import { collectLog } from './browser-log.ts';
import type { BrowserLog } from './browser-log.ts';
import { byRole, press } from './roles.ts';
import { startSoundSystem } from './sound-system.ts';
import type { SoundSystem } from './sound-system.ts';
import { until } from './until.ts';

export interface PersonOptions {
  readonly name: string;
  /** The built extension's folder. */
  readonly extension: string;
  /** `prompt`: never asked, so the extension is refused without a question (as in the offscreen document). */
  readonly microphone?: 'granted' | 'denied' | 'prompt';
  /** The folder of the pictures. */
  readonly pictures?: string;
}

/** Somebody with a browser of their own, Earshot in it, a microphone and a loudspeaker. */
export interface Person {
  readonly name: string;
  readonly browser: Browser;
  readonly extensionId: string;
  readonly sound: SoundSystem;
  /** Everything that went wrong in this browser so far. */
  readonly log: BrowserLog;
  /** Opens an address in a new tab in front. */
  openPage(url: string): Promise<Page>;
  /** Opens one of the extension's own pages, such as `options.html`, in a tab. */
  openOwnPage(path: string): Promise<Page>;
  /** Opens the popup as a click on the toolbar's icon does, over the tab in front. */
  openPopup(): Promise<Page>;
  /** The popup, or the small window in its place, that the extension shows by itself. */
  shownPopup(): Promise<Page>;
  /** Loads the extension anew, as an update does. */
  updateExtension(): Promise<void>;
  /** The service worker, alive. */
  worker(): Promise<WebWorker>;
  /** Ends the service worker in an instant, as the browser does with one that it thinks idle. */
  killWorker(): Promise<void>;
  /** The offscreen document's target, if there is one. */
  offscreen(): Target | undefined;
  /** Sets the call server, and whether sound is processed, as a person does: in the options. */
  settle(choices: { readonly server: string; readonly soundProcessing: boolean }): Promise<void>;
  allowMicrophone(state: 'granted' | 'denied' | 'prompt'): Promise<void>;
  picture(page: Page, name: string): Promise<void>;
  /** Ends the browser in an instant, as a crash does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** The flags with which every test's Chromium runs: quiet, no sandbox for root, and no real network needed. */
export function chromiumFlags(): string[] {
  return [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--allow-loopback-in-peer-connection',
    '--lang=en',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/** Launches a Chromium with the extension in it and a profile of its own; puppeteer removes the profile at the end. */
export async function launchChromium(extension: string, options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium found');
  return launch({
    executablePath,
    pipe: true,
    enableExtensions: [extension],
    ignoreDefaultArgs: ['--mute-audio'],
    defaultViewport: null,
    ...options,
    args: [...chromiumFlags(), ...(options.args ?? [])],
  });
}

/** The extension's id: that of its service worker, which is there once the extension is loaded. */
export async function extensionIdOf(browser: Browser): Promise<string> {
  return until('the extension is loaded', async () => [...(await browser.extensions()).keys()][0]);
}

/** The welcome page, which the extension opens by itself at install: before it is there, it may still come to the front. */
export async function welcomePage(browser: Browser, extensionId: string): Promise<Page> {
  const url = `chrome-extension://${extensionId}/welcome.html`;
  const target = await browser.waitForTarget((each) => each.url().startsWith(url), { timeout: 15_000 });
  return target.asPage();
}

/** Starts a person's sound and browser. Close them, whatever happens. */
export async function startPerson(options: PersonOptions): Promise<Person> {
  const { name, extension, microphone = 'granted', pictures = 'demo-output' } = options;
  const sound = await startSoundSystem();
  let browser: Browser | undefined;
  try {
    browser = await launchChromium(extension, {
      env: { ...process.env, PULSE_SERVER: sound.pulseServer },
      args: ['--window-size=900,700'],
    });
    const log = collectLog(browser);
    const extensionId = await extensionIdOf(browser);
    const person = personOf({ name, browser, sound, log, extensionId, extension, pictures });
    await person.allowMicrophone(microphone);
    await (await welcomePage(browser, extensionId)).close();
    return person;
  } catch (error) {
    await browser?.close();
    await sound.close();
    throw error;
  }
}

type Parts = Pick<Person, 'name' | 'browser' | 'sound' | 'log' | 'extensionId'> &
  Pick<Required<PersonOptions>, 'extension' | 'pictures'>;

function personOf({ name, browser, sound, log, extensionId, extension, pictures }: Parts): Person {
  const origin = `chrome-extension://${extensionId}`;
  const openPage = async (url: string) => {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };
  const worker = async () => {
    const target = await browser.waitForTarget(
      (each) => each.type() === TargetType.SERVICE_WORKER && each.url().startsWith(origin),
      { timeout: 10_000 },
    );
    return until('the worker runs', async () => (await target.worker()) ?? undefined);
  };
  /**
   * puppeteer has every worker wait for it, but does not come when the worker of an old target starts again. The old
   * one may still answer for a moment: it is known by the mark that {@link Person.killWorker} put on it.
   */
  const newWorkerRuns = async () => {
    const target = browser
      .targets()
      .find((each) => each.type() === TargetType.SERVICE_WORKER && each.url().startsWith(origin));
    const session = await target?.createCDPSession();
    if (!session) return false;
    const isOld = async () => {
      await session.send('Runtime.runIfWaitingForDebugger');
      const expression = 'globalThis.killedByTest === true';
      return (await session.send('Runtime.evaluate', { expression })).result.value as boolean;
    };
    try {
      // a worker that is stopping does not answer at all
      return !(await Promise.race([isOld(), rejectAfter(1_000)]));
    } finally {
      session.detach().catch(() => undefined);
    }
  };
  const shownPopup = async () => {
    const isPopup = (target: Target) => target.url().startsWith(`${origin}/popup.html`);
    const target = await browser.waitForTarget(isPopup, { timeout: 10_000 });
    return target.asPage();
  };
  return {
    name,
    browser,
    extensionId,
    sound,
    log,
    openPage,
    worker,
    openOwnPage: async (path) => openPage(`${origin}/${path}`),
    async openPopup() {
      await (await worker()).evaluate('chrome.action.openPopup()');
      return shownPopup();
    },
    shownPopup,
    async updateExtension() {
      await browser.installExtension(extension);
    },
    async killWorker() {
      const old = await worker();
      await old.evaluate('globalThis.killedByTest = true');
      await old.close();
      await until('the new worker runs', newWorkerRuns);
    },
    offscreen: () =>
      browser
        .targets()
        .find((target) => target.type() === TargetType.BACKGROUND_PAGE && target.url().startsWith(origin)),
    async settle({ server, soundProcessing }) {
      const options = await openPage(`${origin}/options.html`);
      const field = await byRole(options, 'textbox', 'Call server');
      await field.click({ count: 3 });
      await field.type(server);
      await press(options, 'Save');
      await until('the options keep the call server', async () => {
        await options.reload();
        const kept = await byRole(options, 'textbox', 'Call server');
        return kept.evaluate((element, wanted) => (element as HTMLInputElement).value === wanted, server);
      });
      if (!soundProcessing) {
        const processing = await byRole(options, 'checkbox', 'Sound processing');
        await processing.click();
        await until('sound processing is off', async () =>
          processing.evaluate((element) => !(element as HTMLInputElement).checked),
        );
      }
      await options.close();
    },
    async allowMicrophone(state) {
      await browser
        .defaultBrowserContext()
        .setPermission(origin, { permission: { name: 'microphone' }, state });
    },
    async picture(page, pictureName) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${pictureName}.png`) });
    },
    async kill() {
      const gone = new Promise((resolve) => {
        browser.once('disconnected', resolve);
      });
      browser.process()?.kill('SIGKILL');
      await gone;
    },
    async close() {
      try {
        if (browser.connected) await browser.close();
      } finally {
        await sound.close();
      }
    },
  };
}

async function rejectAfter(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms).unref();
  });
}
