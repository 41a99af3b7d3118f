import { join } from 'node:path';
import type { BrowserName } from './person.ts';

const OUTPUT = join(import.meta.dirname, '../../.output');

/** The extension's folders, as `wxt build` makes them. */
export const EXTENSIONS: Readonly<Record<BrowserName, string>> = {
  chromium: join(OUTPUT, 'chrome-mv3'),
  firefox: join(OUTPUT, 'firefox-mv2'),
};
