// npm run gallery: a picture of every state of every surface, in every look, and a contact sheet of each surface.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from 'puppeteer';
import { ensureTools } from '../../.ci/tools.ts';
import { findChromium } from '../../.ci/find-command.ts';
import { chromiumFlags } from '../rig/chromium.ts';
import { LOOKS } from './looks.ts';
import { bundlePage } from './bundle.ts';
import { contactSheet, surfaceOf } from './contact-sheet.ts';
import { type Picture, takePictures } from './pictures.ts';

const FOLDER = join(import.meta.dirname, '../../demo-output/gallery');

const { values } = parseArgs({
  options: { yes: { type: 'boolean', default: false }, only: { type: 'string' } },
});
await ensureTools(['chromium'], { yes: values.yes });
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('No Chromium found');

const browser = await launch({ executablePath, pipe: true, args: chromiumFlags() });
try {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const script = await bundlePage();
  const pictures: Picture[] = [];
  for (const look of LOOKS) {
    const taken = await takePictures(browser, script, look, values.only ?? '');
    for (const { state, png } of taken) await writeFile(join(FOLDER, fileName(state, look.name)), png);
    pictures.push(...taken);
  }
  const surfaces = Map.groupBy(pictures, surfaceOf);
  for (const [surface, taken] of surfaces)
    await writeFile(join(FOLDER, fileName('contact sheet', surface)), await contactSheet(browser, taken));
  const overflowing = pictures.filter((picture) => picture.overflows);
  console.log(`${pictures.length} pictures and ${surfaces.size} contact sheets in ${FOLDER}`);
  for (const { state, look } of overflowing) console.log(`more than its page holds: ${state}, ${look}`);
  process.exitCode = overflowing.length > 0 ? 1 : 0;
} finally {
  await browser.close();
}

function fileName(state: string, look: string): string {
  return `${state} ${look}.png`.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
}
