import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import type { CallServer } from '../rig/call-server.ts';
import { demoChatUrl } from '../rig/demo-chat.ts';
import type { BrowserName } from '../rig/person.ts';
import { VOICES } from '../rig/voice.ts';
import type { Voice } from '../rig/voice.ts';
import { openPersonWindow, WIDTH } from './person-window.ts';

/**
 * Opens the caller's and the callee's window side by side, and stays until both are closed or Ctrl-C.
 * Each has a built-in voice at a microphone that the browser makes up, so that the loudspeakers
 * stay the person's own; with `microphone` both use the real one.
 */
export async function showTwoWindows(
  server: CallServer,
  [caller, callee]: readonly [BrowserName, BrowserName],
  { microphone }: { microphone: boolean },
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'earshot-demo-'));
  stack.defer(async () => rm(folder, { recursive: true, force: true }));

  const open = async (
    name: string,
    browserName: BrowserName,
    voice: Voice,
    left: number,
  ): Promise<Browser> => {
    const browser = await openPersonWindow({
      ...{ name, left, folder },
      browser: browserName,
      voice: microphone ? null : voice,
    });
    stack.defer(async () => browser.close());
    const [page = await browser.newPage()] = await browser.pages();
    await page.goto(demoChatUrl(server, name, 'tea'));
    await page.bringToFront();
    return browser;
  };
  const windows = await Promise.all([
    open('Ada', caller, VOICES.low, 0),
    open('Bob', callee, VOICES.high, WIDTH),
  ]);

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
