// npm run test:explore: tries random schedules, with new seeds, until one breaks a property or Ctrl-C.
//   --runs=N        stop after N schedules of each property
//   --seed=N        begin with this seed (a failure prints its own)
//   --property=NAME one property only
//   --path=P        run the one schedule of a failure again
import { parseArgs } from 'node:util';
import { describeFailure } from './failure.ts';
import { PROPERTIES, type PropertyName, search } from './schedule.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    property: { type: 'string' },
    path: { type: 'string' },
  },
});
const names = (Object.keys(PROPERTIES) as PropertyName[]).filter(
  (name) => values.property === undefined || name === values.property,
);
if (names.length === 0) throw new Error(`There is no property ${values.property}`);

/** A line for each. */
const BATCH = 5_000;
const limit = values.path === undefined ? Number(values.runs ?? Infinity) : 1;
let seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
let passed = 0;
let failed = 0;
for (let tried = 0; tried < limit && failed === 0; tried += BATCH) {
  const runs = Math.min(BATCH, limit - tried);
  for (const name of names) {
    const found = await search(name, { runs, seed, path: values.path });
    if (found.failed) {
      failed += 1;
      console.log(describeFailure(name, found));
    } else {
      passed += 1;
      console.log(`${name}: ${runs} schedules from seed ${seed} hold`);
    }
  }
  seed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
