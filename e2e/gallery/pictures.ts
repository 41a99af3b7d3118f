import type { Browser } from 'puppeteer';
import type { Look } from './looks.ts';
import { openStage } from './stage.ts';

export interface Picture {
  readonly state: string;
  readonly look: string;
  readonly png: Uint8Array;
  /** Something in it is wider than the page, or more than its window holds. */
  readonly overflows: boolean;
}

/** Takes the pictures of all states whose name contains `only`. */
export async function takePictures(
  browser: Browser,
  script: string,
  look: Look,
  only: string,
): Promise<Picture[]> {
  const { page, states, show } = await openStage(browser, script, look);
  try {
    const pictures: Picture[] = [];
    for (const state of states.filter(({ name }) => name.includes(only))) {
      const { name, window } = state;
      await show(state);
      const width = Math.min(look.widthPx, window?.widthPx ?? look.widthPx);
      const heightPx = await page.evaluate(() => document.body.firstElementChild?.scrollHeight ?? 1);
      const holds =
        !window || heightPx <= window.heightPx || look.locale === 'long' || name.includes('long name');
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      const png = await page.screenshot({
        clip: { x: 0, y: 0, width, height: window?.heightPx ?? heightPx },
        captureBeyondViewport: !window,
      });
      pictures.push({ state: name, look: look.name, png, overflows: wider || !holds });
    }
    return pictures;
  } finally {
    await page.close();
  }
}
