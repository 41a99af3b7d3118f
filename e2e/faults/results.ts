import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserName } from '../rig/person.ts';
import type { Finding } from './finding.ts';
import type { Row } from './row.ts';

/** A finding, of which row and pairing it is. */
export interface Result {
  readonly browsers: readonly BrowserName[];
  readonly fault: string;
  readonly finding: Finding;
}

/** Where `npm run test:faults` wants them kept: a folder. Unset, they are only checked. */
export const RESULTS_VARIABLE = 'EARSHOT_FAULT_RESULTS';

/** Keeps a finding for the table, if anybody wants it. */
export async function saveFinding(
  browsers: readonly BrowserName[],
  { fault }: Row,
  finding: Finding,
): Promise<void> {
  const folder = process.env[RESULTS_VARIABLE];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  const name = `${browsers.join('-')} ${fault}`.replaceAll(/[^a-z0-9]+/gi, '-');
  const result: Result = { browsers, fault, finding };
  await writeFile(join(folder, `${name}.json`), JSON.stringify(result));
}

/** Everything that was kept. */
export async function readResults(folder: string): Promise<Result[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Result),
  );
}
