import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer';
import type { Person } from './person.ts';
import { byRole, press } from './roles.ts';
import type { SoundSystem } from './sound-system.ts';
import { until } from './until.ts';

interface Parts {
  readonly name: string;
  readonly browser: Browser;
  readonly sound: SoundSystem;
  readonly pictures: string | undefined;
}

type Common = Pick<Person, 'name' | 'browser' | 'sound' | 'settle' | 'picture' | 'kill' | 'close'>;

/** What every person can do, whatever the browser. */
export function everyPerson(
  { name, browser, sound, pictures = 'demo-output' }: Parts,
  openOwnPage: (path: string) => Promise<Page>,
): Common {
  return {
    name,
    browser,
    sound,
    async settle({ server, soundProcessing }) {
      const options = await openOwnPage('options.html');
      const field = await byRole(options, 'textbox', 'Call server');
      await field.click({ count: 3 });
      await field.type(server);
      await press(options, 'Save');
      const processing = await byRole(options, 'checkbox', 'Sound processing');
      await until('sound processing is chosen', async () => {
        if ((await isChecked(processing)) === soundProcessing) return true;
        await processing.click();
        return false;
      });
      // the first page stays open meanwhile: closed at once, Firefox may not keep what was just chosen
      await until('the options keep what was chosen', async () => {
        const fresh = await openOwnPage('options.html');
        const kept =
          (await valueOf(await byRole(fresh, 'textbox', 'Call server'))) === server &&
          (await isChecked(await byRole(fresh, 'checkbox', 'Sound processing'))) === soundProcessing;
        await fresh.close();
        return kept;
      });
      await options.close();
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

async function valueOf(field: ElementHandle): Promise<string> {
  return field.evaluate((element) => (element as HTMLInputElement).value);
}

async function isChecked(checkbox: ElementHandle): Promise<boolean> {
  return checkbox.evaluate((element) => (element as HTMLInputElement).checked);
}
