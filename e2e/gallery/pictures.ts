import type { Browser } from 'puppeteer';
import type { State } from '../../components/gallery/surfaces.tsx';
import type { Look } from './looks.ts';
import type { Locale } from './page.tsx';

export interface Picture {
  readonly state: string;
  readonly look: string;
  readonly png: Uint8Array;
  /** Something in it is wider than the page, or more than its window holds. */
  readonly overflows: boolean;
}

declare const gallery: {
  readonly states: Pick<State, 'name' | 'window'>[];
  show(name: string, locale: Locale): Promise<void>;
};

/** Takes the pictures of all states whose name contains `only`. */
export async function takePictures(
  browser: Browser,
  script: string,
  { name: look, widthPx, locale, features }: Look,
  only: string,
): Promise<Picture[]> {
  const page = await browser.newPage();
  try {
    const session = await page.createCDPSession();
    const reduced = { 'prefers-reduced-motion': 'reduce', ...features };
    await session.send('Emulation.setEmulatedMedia', {
      features: Object.entries(reduced).map(([name, value]) => ({ name, value })),
    });
    await page.setContent('<!doctype html><meta charset="utf-8"><body style="margin:0"></body>');
    await page.addScriptTag({ content: script, type: 'module' });
    const states = await page.evaluate(() => gallery.states);
    const pictures: Picture[] = [];
    for (const { name: state, window } of states.filter(({ name }) => name.includes(only))) {
      const width = Math.min(widthPx, window?.widthPx ?? widthPx);
      await page.setViewport({ width, height: window?.heightPx ?? 200 });
      await page.evaluate(async (...args) => gallery.show(...args), state, locale);
      const heightPx = await page.evaluate(() => document.body.firstElementChild?.scrollHeight ?? 1);
      const holds =
        !window || heightPx <= window.heightPx || locale === 'long' || state.includes('long name');
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      const png = await page.screenshot({
        clip: { x: 0, y: 0, width, height: window?.heightPx ?? heightPx },
        captureBeyondViewport: !window,
      });
      const overflows = wider || !holds;
      pictures.push({ state, look, png, overflows });
    }
    return pictures;
  } finally {
    await page.close();
  }
}
