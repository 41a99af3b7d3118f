import type { RunDetails } from 'fast-check';
import type { Scenario } from './search.ts';

/** A broken schedule as a person reads it, and the command that runs it again. */
export function describeFailure(name: string, found: RunDetails<[Scenario]>): string {
  const [acts, who, people] = found.counterexample?.[0] ?? [[], 0, 0];
  const error =
    found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance);
  return [
    `${name} does not hold: ${error}`,
    `Schedule of ${acts.length} acts among ${people}, then ${who === 0 ? 'Ada' : 'Bob'} (found after ${found.numRuns}, made shorter ${found.numShrinks} times):`,
    `  ${acts.map(String).join(' ')}`,
    `Again: npm run test:explore -- --property=${name} --seed=${found.seed} --path=${found.counterexamplePath ?? ''}`,
  ].join('\n');
}
