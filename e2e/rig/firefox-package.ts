import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** Writes a package of what was built; of another version, if one is given. */
export async function writePackage(built: string, path: string, version?: string): Promise<void> {
  const entries = await readdir(built, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.map(async (file) => [file.slice(built.length + 1), await readFile(file)] as const),
  );
  const packed: Record<string, Uint8Array> = Object.fromEntries(contents);
  const manifest = JSON.parse(String(packed['manifest.json'])) as object;
  packed['manifest.json'] = Buffer.from(JSON.stringify({ ...manifest, ...(version && { version }) }));
  await writeFile(path, zipSync(packed));
}
