import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import project from '../../package.json' with { type: 'json' };
import type { BrowserName } from './person.ts';

const PACKAGES: Readonly<Record<BrowserName, string>> = { chromium: 'chrome', firefox: 'firefox' };

/** Unpacks what a store gets (`npm run zip`) into a folder of its own. */
export async function unpackStorePackage(browser: BrowserName): Promise<{
  readonly folder: string;
  remove(): Promise<void>;
}> {
  const zip = join(import.meta.dirname, `../../.output/earshot-${project.version}-${PACKAGES[browser]}.zip`);
  const folder = await mkdtemp(join(tmpdir(), 'earshot-store-'));
  for (const [path, content] of Object.entries(unzipSync(await readFile(zip)))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return { folder, remove: async () => rm(folder, { recursive: true, force: true }) };
}
