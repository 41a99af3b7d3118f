// npm run test:explore: tries random schedules, with new seeds, until one breaks a property or Ctrl-C.
//   --runs=N        stop after N schedules of each property
//   --seed=N        begin with this seed (a failure prints its own)
//   --property=NAME one property only
//   --path=P        run the one schedule of a failure again
import { explore } from './exploration.ts';
import { PROPERTIES } from './schedule.ts';

const holds = await explore(process.argv.slice(2), PROPERTIES, console.log);
process.exitCode = holds ? 0 : 1;
