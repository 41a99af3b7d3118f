import type { Browser, Page } from 'puppeteer';
import type { BrowserLog } from './browser-log.ts';
import type { Namespace } from './namespace.ts';
import type { Screen } from './screen.ts';
import type { SoundSystem } from './sound-system.ts';

export type BrowserName = 'chromium' | 'firefox';
export type MicrophoneState = 'granted' | 'denied' | 'prompt';

export interface PersonOptions {
  readonly name: string;
  readonly browser: BrowserName;
  /** The built extension's folder. */
  readonly extension: string;
  /** `prompt`: never asked, so Chromium's extension is refused without a question (as in the offscreen document). */
  readonly microphone?: MicrophoneState;
  /** Firefox's is installed from a package, as people do it: only such a one is ever updated. */
  readonly packaged?: boolean;
  /** The folder of the pictures. */
  readonly pictures?: string;
  /** What whoever manages the browser has settled (lib/settings/policy.ts). Chromium's takes root. */
  readonly policy?: object;
  /** Takes any certificate for true: those of the tests' servers are signed by nobody. */
  readonly anyCertificate?: boolean;
  /** Chromium's window is shown there; without one it has none. */
  readonly screen?: Screen;
  /** The network that the browser runs in; without one it is the machine's own. */
  readonly namespace?: Namespace;
  /** The folder of the browser's profile, for a browser that is started again; without one it goes with the browser. */
  readonly profile?: string;
}

/** Somebody with a browser of their own, Earshot in it, a microphone and a loudspeaker. */
export interface Person {
  readonly name: string;
  readonly browserName: BrowserName;
  readonly browser: Browser;
  /** Of the extension's own pages, such as `moz-extension://…`, without a slash at the end. */
  readonly origin: string;
  readonly sound: SoundSystem;
  /** Everything that went wrong in this browser so far. */
  readonly log: BrowserLog;
  /** Opens an address in a new tab in front. */
  openPage(url: string): Promise<Page>;
  /** Opens one of the extension's own pages, such as `options.html`, in a tab. */
  openOwnPage(path: string): Promise<Page>;
  /** Opens the popup as a click on the toolbar's icon does, over the tab in front. */
  openPopup(): Promise<Page>;
  /** One of the extension's own pages, such as `site-owners.html`, that it shows by itself. */
  shownPage(path: string): Promise<Page>;
  /** The popup, or the small window in its place, that the extension shows by itself. */
  shownPopup(): Promise<Page>;
  /** Evaluates an expression in the background, where `chrome` is the browser's own object. */
  inBackground(expression: string): Promise<unknown>;
  /** What stands on the toolbar's icon. */
  badge(): Promise<string>;
  /** The ids of the notifications that are shown. */
  notifications(): Promise<string[]>;
  /** Clicks a notification; with a number one of its buttons, which only Chromium's have. */
  clickNotification(id: string, button?: number): Promise<void>;
  /** Whether the document that owns the microphone is there: offscreen document or call window. */
  hasMediaHost(): Promise<boolean>;
  /** Firefox's call window. There is none in Chromium. */
  callWindow(): Promise<Page>;
  /** Loads the extension anew, as an update does. */
  updateExtension(): Promise<void>;
  /** Sets the call server, and whether sound is processed, as a person does: in the options. */
  settle(choices: { readonly server: string; readonly soundProcessing: boolean }): Promise<void>;
  /** Lets the extension load itself anew: without developer mode Chromium would switch one from a folder off then. */
  letReload(): Promise<void>;
  /** Will say yes where the browser asks whether Earshot may be on that site: its question is outside of any page. */
  willPermit(pattern: string): Promise<void>;
  /** Puts the icon on the toolbar or takes it from there, as the person does. */
  pin(onToolbar: boolean): Promise<void>;
  allowMicrophone(state: MicrophoneState): Promise<void>;
  picture(page: Page, name: string): Promise<void>;
  /** Ends the browser in an instant, as a crash does. */
  kill(): Promise<void>;
  /** Starts a killed browser again with its profile, which takes over the person's sound. Only where the profile was given. */
  restart(): Promise<Person>;
  close(): Promise<void>;
}
