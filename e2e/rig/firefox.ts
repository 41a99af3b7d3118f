import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'puppeteer';
import type { Browser, LaunchOptions, Page } from 'puppeteer';
import { findFirefox } from '../../.ci/find-command.ts';
import { contextIdOf, sendBidi } from './bidi.ts';
import { everyPerson } from './every-person.ts';
import { collectFirefoxLog, LOG_PREFS } from './firefox-log.ts';
import { writePackage } from './firefox-package.ts';
import { enterFirefoxScope } from './firefox-scope.ts';
import type { FirefoxScope } from './firefox-scope.ts';
import { ANOTHER_HOST } from './hosts.ts';
import type { Namespace } from './namespace.ts';
import type { MicrophoneState, Person, PersonOptions } from './person.ts';
import { openRelay } from './relay.ts';
import type { SoundSystem } from './sound-system.ts';
import { until } from './until.ts';
import { wrapProgram } from './wrapper.ts';

/** By itself Firefox gives every installation its own; any will do. */
const UUID = '0d4b1d52-3a8f-4c51-9f0e-6a7c1b2e5d94';
const ORIGIN = `moz-extension://${UUID}`;

/** What the person has decided about the microphone, for every site and extension. */
const MICROPHONE_PREF = 'permissions.default.microphone';
const MICROPHONE: Readonly<Record<MicrophoneState, number>> = { prompt: 0, granted: 1, denied: 2 };

const PREFS = {
  ...LOG_PREFS,
  // Not the machine's proxy.
  'network.proxy.type': 0,
  'network.dns.localDomains': ANOTHER_HOST,
  // A newer version of the extension can be installed without Mozilla's signature.
  'xpinstall.signatures.required': false,
  // Firefox shows its notifications by itself, also where the system has nothing for them.
  'alerts.useSystemBackend': false,
  // The popup stays when the call window takes the focus, so that it can be read.
  'ui.popup.disable_autohide': true,
};

/** Somebody with a Firefox. */
export interface FirefoxPerson extends Person {
  readonly browserName: 'firefox';
  /** Runs JavaScript with Firefox's own rights: see {@link FirefoxScope.evaluate}. */
  readonly inFirefox: FirefoxScope['evaluate'];
}

/** For tests of what only Firefox has. */
export function asFirefox(person: Person): FirefoxPerson {
  if (person.browserName !== 'firefox') throw new Error(`${person.name} has no Firefox`);
  return person as FirefoxPerson;
}

/**
 * Launches a Firefox with the extension in it and a profile of its own; puppeteer removes the profile at the end. On the
 * machine's own network peers find each other by loopback.
 */
export async function launchFirefox(
  extension: string,
  {
    microphone,
    namespace,
    ...options
  }: LaunchOptions & {
    readonly microphone: MicrophoneState;
    readonly namespace?: Namespace | undefined;
  },
): Promise<{ browser: Browser; extensionId: string }> {
  const firefox = findFirefox();
  if (firefox === undefined) throw new Error('No Firefox found');
  const extensionId = await geckoId(extension);
  const wrapper = namespace && (await wrapProgram(firefox, namespace));
  // puppeteer talks to Firefox by a port, and looks for it in its own network
  const relay = namespace && (await openRelay(namespace));
  try {
    const browser = await launch({
      browser: 'firefox',
      executablePath: wrapper?.path ?? firefox,
      defaultViewport: null,
      ...options,
      args: [
        '--remote-allow-system-access',
        ...(relay ? [`--remote-debugging-port=${relay.port}`] : []),
        ...(options.args ?? []),
      ],
      extraPrefsFirefox: {
        ...PREFS,
        'media.peerconnection.ice.loopback': namespace === undefined,
        'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: UUID }),
        [MICROPHONE_PREF]: MICROPHONE[microphone],
        ...options.extraPrefsFirefox,
      },
    });
    browser.process()?.once('exit', () => void relay?.close());
    return { browser, extensionId };
  } catch (error) {
    await relay?.close();
    throw error;
  } finally {
    await wrapper?.remove();
  }
}

/**
 * A home folder in which Firefox finds what is settled for this extension
 * (https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests, "Managed storage manifests").
 */
async function homeWithPolicy(extensionId: string, data: object): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-home-'));
  const folder = join(home, '.mozilla/managed-storage');
  await mkdir(folder, { recursive: true });
  const manifest = { name: extensionId, description: 'Settled', type: 'storage', data };
  await writeFile(join(folder, `${extensionId}.json`), JSON.stringify(manifest));
  return home;
}

/** A Firefox with Earshot in it, that hears and speaks by this sound system. */
export async function startFirefoxPerson(
  options: PersonOptions,
  sound: SoundSystem,
  isFirstStart = true,
): Promise<FirefoxPerson> {
  const {
    name,
    extension,
    microphone = 'granted',
    packaged = false,
    pictures,
    namespace,
    profile,
    policy,
    anyCertificate = false,
  } = options;
  const home = policy && (await homeWithPolicy(await geckoId(extension), policy));
  const { browser, extensionId } = await launchFirefox(extension, {
    microphone,
    namespace,
    ...(profile !== undefined && { userDataDir: profile }),
    env: { ...process.env, PULSE_SERVER: sound.pulseServer, ...(home && { HOME: home }) },
    args: ['--width=900', '--height=700'],
    acceptInsecureCerts: anyCertificate,
  });
  const child = browser.process();
  if (!child) throw new Error('Firefox started without a process of its own');
  if (home) child.once('exit', () => void rm(home, { recursive: true, maxRetries: 10 }));
  const log = collectFirefoxLog(child);
  try {
    const [firstTab] = await browser.pages();
    if (!firstTab) throw new Error('Firefox started without a tab');
    // a package stays in the profile
    if (packaged) await (isFirstStart && installPackage(browser, extension));
    else await browser.installExtension(extension);
    const scope = await enterFirefoxScope(browser, extensionId);

    // Beside the first tab: else it may come into the call window, where no tabs are shown.
    const openTab = async (): Promise<Page> => {
      const referenceContext = contextIdOf(firstTab);
      const { context } = await sendBidi<{ context: string }>(browser, 'browsingContext.create', {
        type: 'tab',
        referenceContext,
      });
      return until('the new tab is there', async () =>
        (await browser.pages()).find((page) => contextIdOf(page) === context),
      );
    };
    // puppeteer hears nothing of an extension's page that loads, and would wait for it in vain.
    const openOwnPage = async (path: string) => {
      const page = await openTab();
      const context = contextIdOf(page);
      const url = `${ORIGIN}/${path}`;
      await sendBidi(browser, 'browsingContext.navigate', { context, url, wait: 'none' });
      await until(`${path} is loaded`, async () =>
        page.evaluate(
          (wanted) => location.href.startsWith(wanted) && document.readyState === 'complete',
          url,
        ),
      );
      return page;
    };
    const shownPage = async (path: string) =>
      scope.page(`${path} is shown`, ({ kind, url }) => kind !== 'background' && isOwn(url, path));
    const shownPopup = async () => shownPage('popup.html');
    const background = await scope.page('the background runs', ({ kind }) => kind === 'background');

    const person: FirefoxPerson = {
      ...everyPerson({ name, browser, sound, pictures }, openOwnPage),
      browserName: 'firefox',
      origin: ORIGIN,
      log,
      async openPage(url) {
        const page = await openTab();
        await page.goto(url);
        return page;
      },
      openOwnPage,
      inFirefox: scope.evaluate,
      async openPopup() {
        // It opens in the window that has the focus only.
        await scope.evaluate(`
          window.focus();
          while (Services.focus.activeWindow !== window) await new Promise((resolve) => setTimeout(resolve, 10));
          extension.apiManager.global.browserActionFor(extension).triggerAction(window);
        `);
        return shownPopup();
      },
      shownPage,
      shownPopup,
      inBackground: async (expression) => background.evaluate(expression),
      badge: async () => (await background.evaluate('browser.browserAction.getBadgeText({})')) as string,
      notifications: async () =>
        (await background.evaluate('browser.notifications.getAll().then(Object.keys)')) as string[],
      async clickNotification(id) {
        await scope.evaluate(`
          const { notificationsMap } = extension.apiManager.getAPI('notifications', extension);
          notificationsMap.get(${JSON.stringify(id)}).observe(null, 'alertclickcallback');
        `);
      },
      hasMediaHost: async () => (await scope.documents()).some(({ url }) => isOwn(url, 'call.html')),
      callWindow: async () => scope.page('the call window is open', ({ url }) => isOwn(url, 'call.html')),
      restart: async () => startFirefoxPerson(options, sound, false),
      async updateExtension() {
        await browser.installExtension(extension);
      },
      letReload: async () => Promise.resolve(),
      async willPermit() {
        await scope.evaluate(`
          const { panel } = window.PopupNotifications;
          panel.addEventListener('popupshown', function allow() {
            const question = panel.querySelector('#addon-webext-permissions-notification');
            if (!question) return;
            panel.removeEventListener('popupshown', allow);
            question.button.click();
          });
        `);
      },
      async pin(onToolbar) {
        await scope.evaluate(`
          const { id } = extension.apiManager.global.browserActionFor(extension);
          CustomizableUI.addWidgetToArea(id, CustomizableUI.${onToolbar ? 'AREA_NAVBAR' : 'AREA_ADDONS'});
        `);
      },
      async allowMicrophone(state) {
        await scope.evaluate(`Services.prefs.setIntPref('${MICROPHONE_PREF}', ${MICROPHONE[state]})`);
      },
    };
    if (isFirstStart) {
      const welcome = await scope.page('the welcome page is shown', ({ url }) => isOwn(url, 'welcome.html'));
      await welcome.close();
    }
    return person;
  } catch (error) {
    await browser.close();
    throw new Error(`${name}'s Firefox is not ready; it says ${JSON.stringify(log)}`, { cause: error });
  }
}

function isOwn(url: string, path: string): boolean {
  return url.startsWith(`${ORIGIN}/${path}`);
}

/** Installs it for good. Without Mozilla's signature ESR does so if it is told to. */
async function installPackage(browser: Browser, extension: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-package-'));
  try {
    const path = join(folder, 'earshot.xpi');
    await writePackage(extension, path);
    const extensionData = { type: 'archivePath', path };
    await sendBidi(browser, 'webExtension.install', { extensionData, 'moz:permanent': true });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The id by which Firefox knows the extension. */
async function geckoId(extension: string): Promise<string> {
  interface Manifest {
    readonly browser_specific_settings: { readonly gecko: { readonly id: string } };
  }
  const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8')) as Manifest;
  return manifest.browser_specific_settings.gecko.id;
}
