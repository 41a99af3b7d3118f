import { launch, TargetType } from 'puppeteer';
import type { Browser, LaunchOptions, Page, Target } from 'puppeteer';
import { findChromium } from '../../.ci/find-command.ts';
import { collectLog } from './browser-log.ts';
import { everyPerson } from './every-person.ts';
import { ANOTHER_HOST } from './hosts.ts';
import { manageExtension } from './chromium-policy.ts';
import type { Namespace } from './namespace.ts';
import type { Person, PersonOptions } from './person.ts';
import type { SoundSystem } from './sound-system.ts';
import { until } from './until.ts';
import { wrapProgram } from './wrapper.ts';

/** Somebody with a Chromium, which has a service worker that may die and an offscreen document. */
export interface ChromiumPerson extends Person {
  readonly browserName: 'chromium';
  /** Ends the service worker in an instant, as the browser does with one that it thinks idle. */
  killWorker(): Promise<void>;
  /** The offscreen document and the service worker are gone at once, as if their one process were. */
  loseMediaHost(): Promise<void>;
  /** The process of the extension crashes: Chromium stops the whole extension, and offers to load it again. */
  crashExtension(): Promise<void>;
  /** Loads a crashed extension again, as a click on Chromium's offer does. */
  reloadCrashed(): Promise<void>;
}

/** For tests of what only Chromium has. */
export function asChromium(person: Person): ChromiumPerson {
  if (person.browserName !== 'chromium') throw new Error(`${person.name} has no Chromium`);
  return person as ChromiumPerson;
}

/** The flags with which every test's Chromium runs: quiet, and no sandbox for root. */
export function chromiumFlags(): string[] {
  return [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--lang=en',
    `--host-resolver-rules=MAP ${ANOTHER_HOST} 127.0.0.1`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/**
 * Launches a Chromium with the extension in it and, unless told otherwise, a profile of its own; puppeteer removes that at
 * the end. On the machine's own network peers find each other by loopback.
 */
export async function launchChromium(
  extension: string,
  { namespace, ...options }: LaunchOptions & { readonly namespace?: Namespace | undefined } = {},
): Promise<Browser> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('No Chromium found');
  const wrapper = namespace && (await wrapProgram(chromium, namespace));
  try {
    return await launch({
      executablePath: wrapper?.path ?? chromium,
      pipe: true,
      enableExtensions: [extension],
      ignoreDefaultArgs: ['--mute-audio'],
      defaultViewport: null,
      ...options,
      args: [
        ...chromiumFlags(),
        ...(namespace ? [] : ['--allow-loopback-in-peer-connection']),
        ...(options.args ?? []),
      ],
    });
  } finally {
    await wrapper?.remove();
  }
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

/** A Chromium with Earshot in it, that hears and speaks by this sound system. */
export async function startChromiumPerson(
  options: PersonOptions,
  sound: SoundSystem,
): Promise<ChromiumPerson> {
  const { name, microphone = 'granted', pictures, namespace, profile, policy, screen } = options;
  const managed = policy && (await manageExtension(options.extension, policy));
  const extension = managed?.folder ?? options.extension;
  const browser = await launchChromium(extension, {
    namespace,
    ...(profile !== undefined && {
      userDataDir: profile,
      // what puppeteer installs is gone with the browser; this is there again at once, as an installed extension is
      enableExtensions: true,
    }),
    headless: screen === undefined,
    env: { ...process.env, PULSE_SERVER: sound.pulseServer, ...(screen && { DISPLAY: screen.display }) },
    args: [
      '--window-size=900,700',
      ...(profile === undefined ? [] : [`--load-extension=${extension}`]),
      ...(options.anyCertificate ? ['--ignore-certificate-errors'] : []),
    ],
  });
  if (managed) browser.process()?.once('exit', () => void managed.remove());
  try {
    const log = collectLog(browser);
    const extensionId = await extensionIdOf(browser);
    const origin = `chrome-extension://${extensionId}`;
    const openPage = async (url: string) => {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    };
    const shownPage = async (path: string) => {
      const isShown = (target: Target) => target.url().startsWith(`${origin}/${path}`);
      const target = await browser.waitForTarget(isShown, { timeout: 10_000 });
      return target.asPage();
    };
    const shownPopup = async () => shownPage('popup.html');
    const inBackground = async (expression: string) => evaluateInWorker(browser, origin, expression);
    const mediaHostSession = async () => {
      const host = browser.targets().find((target) => isMediaHost(target, origin));
      if (!host) throw new Error('There is no media host');
      return host.createCDPSession();
    };
    const person: ChromiumPerson = {
      ...everyPerson({ name, browser, sound, pictures }, async (path) => openPage(`${origin}/${path}`)),
      browserName: 'chromium',
      origin,
      log,
      openPage,
      openOwnPage: async (path) => openPage(`${origin}/${path}`),
      async openPopup() {
        const [installed] = (await browser.extensions()).values();
        const pages = await browser.pages();
        const shown = await Promise.all(pages.map(async (page) => page.evaluate('document.visibilityState')));
        const inFront = pages.find((_, index) => shown[index] === 'visible');
        if (!installed || !inFront) throw new Error('There is nothing to click on');
        await inFront.triggerExtensionAction(installed);
        return shownPopup();
      },
      shownPage,
      shownPopup,
      inBackground,
      badge: async () => (await inBackground('chrome.action.getBadgeText({})')) as string,
      notifications: async () =>
        (await inBackground('chrome.notifications.getAll().then(Object.keys)')) as string[],
      async clickNotification(id, button) {
        const clicked =
          button === undefined
            ? `onClicked.dispatch(${JSON.stringify(id)})`
            : `onButtonClicked.dispatch(${JSON.stringify(id)}, ${button})`;
        await inBackground(`chrome.notifications.${clicked}`);
      },
      hasMediaHost: async () => browser.targets().some((target) => isMediaHost(target, origin)),
      callWindow: async () => Promise.reject(new Error('Chromium has no call window')),
      async updateExtension() {
        await browser.installExtension(extension);
      },
      restart: async () => startChromiumPerson(options, sound),
      async killWorker() {
        await inBackground('globalThis.killedByTest = true');
        await closeWorker(browser, origin);
        await until('the new worker runs', async () => newWorkerRuns(browser, origin));
      },
      async loseMediaHost() {
        const session = await mediaHostSession();
        await inBackground('globalThis.killedByTest = true');
        // the worker shall not live to see it
        const worker = await workerOf(browser, origin)?.createCDPSession();
        await worker?.send('Debugger.enable');
        await worker?.send('Debugger.pause');
        await session.send('Runtime.evaluate', { expression: 'window.close()' });
        await until('the media host is gone', async () => !(await person.hasMediaHost()));
        await closeWorker(browser, origin);
        // whoever wakes the next worker, and whenever: it waits for a debugger first
        const wakes = until('the next worker runs', async () => newWorkerRuns(browser, origin), 60_000);
        wakes.catch(() => undefined);
      },
      async crashExtension() {
        const session = await mediaHostSession();
        await inBackground('globalThis.killedByTest = true');
        // what has crashed does not answer
        session.send('Page.crash').catch(() => undefined);
        await until('the media host is gone', async () => !(await person.hasMediaHost()));
      },
      async reloadCrashed() {
        await person.letReload();
        const extensions = await openPage('chrome://extensions');
        await extensions.evaluate(`chrome.developerPrivate.reload('${extensionId}')`);
        await until('the new worker runs', async () => newWorkerRuns(browser, origin), 30_000);
        await extensions.close();
      },
      async letReload() {
        const extensions = await openPage('chrome://extensions');
        await extensions.evaluate(
          'chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })',
        );
        await extensions.close();
      },
      async willPermit(pattern) {
        // what its settings allow it does not ask for
        const extensions = await openPage('chrome://extensions');
        await extensions.evaluate(
          `chrome.developerPrivate.addHostPermission(${JSON.stringify(extensionId)}, ${JSON.stringify(pattern)})`,
        );
        await extensions.close();
      },
      async pin(onToolbar) {
        const extensions = await openPage('chrome://extensions');
        await extensions.evaluate(
          `chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${extensionId}', pinnedToToolbar: ${onToolbar} })`,
        );
        await extensions.close();
      },
      async allowMicrophone(state) {
        await browser
          .defaultBrowserContext()
          .setPermission(origin, { permission: { name: 'microphone' }, state });
      },
    };
    await person.allowMicrophone(microphone);
    // it is shown again to whoever's extension comes from a folder
    await (await welcomePage(browser, extensionId)).close();
    // a browser that starts again may start its worker twice
    await until('the worker answers', async () => (await inBackground('1')) === 1);
    return person;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Evaluates there, and returns the value. Puppeteer's own worker is of no use once the first one has died. */
async function evaluateInWorker(browser: Browser, origin: string, expression: string): Promise<unknown> {
  const target = await until('there is a worker', () => workerOf(browser, origin));
  const session = await target.createCDPSession();
  try {
    await session.send('Runtime.runIfWaitingForDebugger');
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  } finally {
    session.detach().catch(() => undefined);
  }
}

/** Ends the service worker, as chrome://serviceworker-internals does. */
async function closeWorker(browser: Browser, origin: string): Promise<void> {
  const session = await browser.target().createCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith(origin));
  if (!worker) throw new Error('There is no worker to end');
  await session.send('Target.closeTarget', { targetId: worker.targetId });
  await session.detach();
}

/** The offscreen document. */
function isMediaHost(target: Target, origin: string): boolean {
  return target.type() === TargetType.BACKGROUND_PAGE && target.url().startsWith(origin);
}

/** The latest one: puppeteer keeps the worker of an extension that has crashed. */
function workerOf(browser: Browser, origin: string): Target | undefined {
  return browser
    .targets()
    .findLast((each) => each.type() === TargetType.SERVICE_WORKER && each.url().startsWith(origin));
}

/**
 * puppeteer has every worker wait for it, but does not come when the worker of an old target starts again. The old
 * one may still answer for a moment: it is known by the mark that {@link ChromiumPerson.killWorker} put on it.
 */
async function newWorkerRuns(browser: Browser, origin: string): Promise<boolean> {
  const session = await workerOf(browser, origin)?.createCDPSession();
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
}

async function rejectAfter(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms).unref();
  });
}
