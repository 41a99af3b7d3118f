import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import type { CallServer } from '../rig/call-server.ts';
import { demoChatUrl } from '../rig/demo-chat.ts';
import { extensionIdOf, launchChromium, welcomePage } from '../rig/chromium.ts';
import { speech, VOICES } from '../rig/voice.ts';
import type { Voice } from '../rig/voice.ts';
import { wavFile } from './wav.ts';

const RATE_HZ = 48_000;
const WIDTH = 760;
const HEIGHT = 820;

/**
 * Opens the caller's and the callee's window side by side, and stays until both are closed or Ctrl-C.
 * Each speaks with a built-in voice through a microphone that the browser makes up, so that the loudspeakers
 * stay the person's own; with `microphone` both use the real one.
 */
export async function showTwoWindows(
  server: CallServer,
  extension: string,
  { microphone }: { microphone: boolean },
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'earshot-demo-'));
  stack.defer(async () => rm(folder, { recursive: true, force: true }));

  const open = async (name: string, voice: Voice, left: number): Promise<Browser> => {
    const file = join(folder, `${name}.wav`);
    await writeFile(file, wavFile(speech(voice, 10, RATE_HZ), RATE_HZ));
    const browser = await launchChromium(extension, {
      headless: false,
      // Ours to handle: the windows close after the call server has said goodbye.
      handleSIGINT: false,
      args: [
        `--window-position=${left},0`,
        `--window-size=${WIDTH},${HEIGHT}`,
        ...(microphone
          ? []
          : ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${file}`]),
      ],
    });
    stack.defer(async () => browser.close());
    const extensionId = await extensionIdOf(browser);
    const origin = `chrome-extension://${extensionId}`;
    if (!microphone) {
      await browser
        .defaultBrowserContext()
        .setPermission(origin, { permission: { name: 'microphone' }, state: 'granted' });
    }
    await welcomePage(browser, extensionId);
    const [page = await browser.newPage()] = await browser.pages();
    await page.goto(demoChatUrl(server, name, 'tea'));
    await page.bringToFront();
    return browser;
  };
  const windows = await Promise.all([open('Ada', VOICES.low, 0), open('Bob', VOICES.high, WIDTH)]);

  console.log('Two windows are open: click "Audio chat" in one, and accept in the other.');
  console.log(
    microphone
      ? 'Both use your microphone: use headphones.'
      : 'Each has a voice of its own, so you hear both.',
  );
  console.log('Close the windows or press Ctrl-C to end.');
  const closed = Promise.all(
    windows.map(
      async (browser) =>
        new Promise<void>((resolve) => {
          if (browser.connected) browser.once('disconnected', () => resolve());
          else resolve();
        }),
    ),
  );
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await Promise.race([closed, interrupted]);
}
