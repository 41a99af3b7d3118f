import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Where Debian's Chromium finds what is settled for every browser on the machine, each file of it. */
const POLICIES = '/etc/chromium/policies/managed';

const settled = new Set<string>();

// The last resort, should a test runner end before its tests could clean up.
process.on('exit', () => {
  for (const file of settled) rmSync(file, { force: true });
});

/** An extension for which something is settled: a copy of its own, so that it is settled for nobody else. */
export interface ManagedExtension {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Settles this for a copy of the extension (https://developer.chrome.com/docs/extensions/reference/manifest/storage). */
export async function manageExtension(extension: string, policy: object): Promise<ManagedExtension> {
  if (process.getuid?.() !== 0) {
    throw new Error(`Only root can settle anything for Chromium (in ${POLICIES}): run the tests as root.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'earshot-managed-'));
  await cp(extension, folder, { recursive: true });
  const extensions = { [idFromFolder(folder)]: policy };
  const file = join(POLICIES, `${basename(folder)}.json`);
  await mkdir(POLICIES, { recursive: true });
  settled.add(file);
  await writeFile(file, JSON.stringify({ '3rdparty': { extensions } }));
  return {
    folder,
    async remove() {
      await rm(file, { force: true });
      settled.delete(file);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The id of an extension that is loaded from a folder and whose manifest holds no key: Chromium makes it of the path. */
function idFromFolder(folder: string): string {
  const hex = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return hex.replaceAll(/./g, (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 16)));
}
