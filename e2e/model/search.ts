import fc from 'fast-check';
import { type ActChoice, schedules } from './acts.ts';

/** A schedule of acts, who of the first two does what comes after it, and how many people there are. */
export type Scenario = readonly [readonly ActChoice[], number, number];
const scenarios: fc.Arbitrary<Scenario> = fc.tuple(schedules, fc.nat({ max: 1 }), fc.constantFrom(2, 3));

/** Rejects where a schedule breaks it. */
export type Property = (scenario: Scenario) => Promise<void>;

export interface Search {
  readonly runs: number;
  readonly seed: number;
  /** Of a failure found before: only that one is run. */
  readonly path?: string | undefined;
}

/** Tries a property on random schedules; a schedule that breaks it is made as short as it can be. */
export async function search(property: Property, { runs, seed, path }: Search) {
  return fc.check(fc.asyncProperty(scenarios, property), {
    numRuns: runs,
    seed,
    ...(path === undefined ? {} : { path, endOnFailure: true }),
  });
}
