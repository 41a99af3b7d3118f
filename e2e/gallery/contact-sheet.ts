import type { Browser } from 'puppeteer';
import type { Picture } from './pictures.ts';

/** The surface in a state's name: "popup" of "popup: ringing". */
export function surfaceOf({ state }: Picture): string {
  return state.split(':')[0] ?? state;
}

/**
 * The pictures of one surface on one sheet: a row for each state, a column for each look. All surfaces would be too many:
 * Chromium leaves out what comes below about 50,000 pixels.
 */
export async function contactSheet(browser: Browser, pictures: readonly Picture[]): Promise<Uint8Array> {
  const looks = [...new Set(pictures.map(({ look }) => look))];
  const rows = [...Map.groupBy(pictures, ({ state }) => state)].map(([state, taken]) => {
    const cells = looks.map((look) => {
      const picture = taken.find((each) => each.look === look);
      const data = Buffer.from(picture?.png ?? []).toString('base64');
      return `<td><img src="data:image/png;base64,${data}"></td>`;
    });
    return `<tr><th>${state}</th>${cells.join('')}</tr>`;
  });
  const heads = looks.map((look) => `<th>${look}</th>`).join('');
  const page = await browser.newPage();
  try {
    await page.setContent(`<!doctype html><style>
      body { margin: 12px; font: 12px sans-serif; background: #888; width: max-content }
      td, th { vertical-align: top; padding: 4px; text-align: start } img { display: block; zoom: 0.6 }
    </style><table><tr><th></th>${heads}</tr>${rows.join('')}</table>`);
    return await page.screenshot({ fullPage: true });
  } finally {
    await page.close();
  }
}
