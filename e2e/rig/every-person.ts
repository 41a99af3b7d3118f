import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
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
      let options = await openOwnPage('options.html');
      const field = await byRole(options, 'textbox', 'Call server');
      await field.click({ count: 3 });
      await field.type(server);
      await press(options, 'Save');
      await until('the options keep the call server', async () => {
        await options.close();
        options = await openOwnPage('options.html');
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
