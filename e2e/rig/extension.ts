import { join } from 'node:path';

/** The extension's folder, as `wxt build` makes it. */
export const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
