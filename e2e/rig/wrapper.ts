import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Namespace } from './namespace.ts';

/** A program as one file, for those who start programs by their path alone. */
export interface Wrapper {
  readonly path: string;
  remove(): Promise<void>;
}

/** Writes a script that is that program, run inside the namespace: the same process, its files and pipes too. */
export async function wrapProgram(program: string, namespace: Namespace): Promise<Wrapper> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-wrapper-'));
  const path = join(folder, 'program');
  const words = namespace.command(program).map((word) => `'${word.replaceAll("'", String.raw`'\\''`)}'`);
  await writeFile(path, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  await chmod(path, 0o755);
  return { path, remove: async () => rm(folder, { recursive: true }) };
}
