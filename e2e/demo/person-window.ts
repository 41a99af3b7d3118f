import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { sendBidi } from '../rig/bidi.ts';
import { extensionIdOf, launchChromium, welcomePage } from '../rig/chromium.ts';
import { EXTENSIONS } from '../rig/extension.ts';
import { launchFirefox } from '../rig/firefox.ts';
import type { BrowserName } from '../rig/person.ts';
import { speech } from '../rig/voice.ts';
import type { Voice } from '../rig/voice.ts';
import { wavFile } from './wav.ts';

const RATE_HZ = 48_000;
export const WIDTH = 760;
const HEIGHT = 820;

export interface PersonWindow {
  readonly name: string;
  readonly browser: BrowserName;
  /** Spoken into a microphone that the browser makes up; null: the real microphone, and the browser asks for it. */
  readonly voice: Voice | null;
  /** From the screen's left edge, in px. */
  readonly left: number;
  /** For files that have to be there as long as the window. */
  readonly folder: string;
}

/** Opens somebody's browser, with Earshot in it, as a window beside the other's. */
export async function openPersonWindow(person: PersonWindow): Promise<Browser> {
  return person.browser === 'firefox' ? openFirefox(person) : openChromium(person);
}

/** Ours to handle: the windows close after the call server has said goodbye. */
const VISIBLE = { headless: false, handleSIGINT: false } as const;

async function openChromium({ name, voice, left, folder }: PersonWindow): Promise<Browser> {
  const fake: string[] = [];
  if (voice) {
    const file = join(folder, `${name}.wav`);
    await writeFile(file, wavFile(speech(voice, 10, RATE_HZ), RATE_HZ));
    fake.push('--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${file}`);
  }
  const args = [`--window-position=${left},0`, `--window-size=${WIDTH},${HEIGHT}`, ...fake];
  const browser = await launchChromium(EXTENSIONS.chromium, { ...VISIBLE, args });
  const extensionId = await extensionIdOf(browser);
  if (voice) {
    await browser.defaultBrowserContext().setPermission(`chrome-extension://${extensionId}`, {
      permission: { name: 'microphone' },
      state: 'granted',
    });
  }
  await welcomePage(browser, extensionId);
  return browser;
}

/** Firefox makes up a plain tone, of the voice's pitch. */
async function openFirefox({ voice, left }: PersonWindow): Promise<Browser> {
  const { browser } = await launchFirefox(EXTENSIONS.firefox, {
    ...VISIBLE,
    microphone: voice ? 'granted' : 'prompt',
    args: [`--width=${WIDTH}`, `--height=${HEIGHT}`],
    extraPrefsFirefox: {
      'ui.popup.disable_autohide': false,
      ...(voice && {
        'media.navigator.streams.fake': true,
        'media.navigator.audio.fake_frequency': voice.pitchHz,
      }),
    },
  });
  await browser.installExtension(EXTENSIONS.firefox);
  interface Windows {
    readonly clientWindows: readonly { readonly clientWindow: string }[];
  }
  const { clientWindows } = await sendBidi<Windows>(browser, 'browser.getClientWindows', {});
  for (const { clientWindow } of clientWindows) {
    const place = { state: 'normal', x: left, y: 0, width: WIDTH, height: HEIGHT };
    // where the desktop places windows by itself they may lie over each other
    await sendBidi(browser, 'browser.setClientWindowState', { clientWindow, ...place }).catch(
      () => undefined,
    );
  }
  return browser;
}
