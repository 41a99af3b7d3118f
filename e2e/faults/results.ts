import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserName } from '../rig/person.ts';
import type { Finding } from './finding.ts';

/** A finding, with the words of its row and the browsers of its pairing. */
export interface Result {
  readonly browsers: readonly BrowserName[];
  /** Its row's place in the table. */
  readonly place: number;
  readonly fault: string;
  readonly promise: string;
  readonly finding: Finding;
}

/** Where `npm run test:faults` wants them kept: a folder. Unset, they are only checked. */
export const RESULTS_VARIABLE = 'EARSHOT_FAULT_RESULTS';

/** Keeps it for the table, if anybody wants it. */
export async function saveResult(result: Result): Promise<void> {
  const folder = process.env[RESULTS_VARIABLE];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${result.browsers.join('-')}-${result.place}.json`), JSON.stringify(result));
}

/** Everything that was kept. */
export async function readResults(folder: string): Promise<Result[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Result),
  );
}
