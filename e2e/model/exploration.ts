import { parseArgs } from 'node:util';
import { describeFailure } from './failure.ts';
import { type Property, search } from './search.ts';

/** Each line of the output stands for this many schedules. */
const BATCH = 5_000;

/**
 * Tries random schedules with one seed after the other, until one breaks a property. What is printed of that one holds the
 * arguments that run it again. True: none did.
 */
export async function explore(
  args: readonly string[],
  properties: Readonly<Record<string, Property>>,
  print: (line: string) => void,
): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      property: { type: 'string' },
      path: { type: 'string' },
    },
  });
  const meant = Object.entries(properties).filter(
    ([name]) => values.property === undefined || name === values.property,
  );
  if (meant.length === 0) throw new Error(`There is no property ${values.property}`);

  const limit = values.path === undefined ? Number(values.runs ?? Infinity) : 1;
  let seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  let passed = 0;
  let failed = 0;
  for (let tried = 0; tried < limit && failed === 0; tried += BATCH) {
    const runs = Math.min(BATCH, limit - tried);
    for (const [name, property] of meant) {
      const found = await search(property, { runs, seed, path: values.path });
      if (found.failed) {
        failed += 1;
        print(describeFailure(name, found));
      } else {
        passed += 1;
        print(`${name}: ${runs} schedules from seed ${seed} hold`);
      }
    }
    seed += 1;
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0;
}
