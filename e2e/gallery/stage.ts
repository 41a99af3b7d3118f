import type { Browser, Page } from 'puppeteer';
import type { State } from '../../components/gallery/surfaces.tsx';
import type { Look } from './looks.ts';
import type { Locale } from './page.tsx';

export type StagedState = Pick<State, 'name' | 'window'>;

/** The gallery's page in one look. */
export interface Stage {
  readonly page: Page;
  readonly states: readonly StagedState[];
  /** Shows that state, in a page of its width, or its window. */
  show(state: StagedState): Promise<void>;
}

declare const gallery: {
  readonly states: StagedState[];
  show(name: string, locale: Locale): Promise<void>;
};

const PAGE = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Gallery</title><body style="margin:0"></body>`;

/** Opens it: `script` is what `bundlePage` made. */
export async function openStage(
  browser: Browser,
  script: string,
  { widthPx, locale, features, touched: hasTouch }: Look,
): Promise<Stage> {
  const page = await browser.newPage();
  const session = await page.createCDPSession();
  const reduced = { 'prefers-reduced-motion': 'reduce', ...features };
  await session.send('Emulation.setEmulatedMedia', {
    features: Object.entries(reduced).map(([name, value]) => ({ name, value })),
  });
  const resize = async (window: State['window']) => {
    const width = Math.min(widthPx, window?.widthPx ?? widthPx);
    await page.setViewport({ width, height: window?.heightPx ?? 200, hasTouch });
  };
  // with a finger from the start: puppeteer loads a page anew where that changes
  await resize(undefined);
  await page.setContent(PAGE);
  await page.addScriptTag({ content: script });
  const states = await page.evaluate(() => gallery.states);
  return {
    page,
    states,
    async show({ name, window }) {
      await resize(window);
      await page.evaluate(async (...args) => gallery.show(...args), name, locale);
    },
  };
}
