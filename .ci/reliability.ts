import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readResults } from '../e2e/faults/results.ts';
import { reliabilityTables } from '../e2e/faults/table.ts';

const PATH = join(import.meta.dirname, '../docs/reliability.md');
const MEASURED = '## Measured';

/** Writes what was measured into docs/reliability.md, in place of what stands there below its heading. */
export async function writeReliability(folder: string): Promise<void> {
  const [text] = (await readFile(PATH, 'utf8')).split(MEASURED);
  const tables = reliabilityTables(await readResults(folder));
  const options = await resolveConfig(PATH);
  const written = await format(`${text}${MEASURED}\n\n${tables}\n`, { ...options, parser: 'markdown' });
  await writeFile(PATH, written);
}
