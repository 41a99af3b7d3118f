import { faultsProject, isChosen, PAIRINGS, tagsFilter } from '../e2e/pairings.ts';

/** One run of vitest. */
export interface TestRun {
  /** What the tests of this run are called in the summary. */
  readonly name: string;
  readonly args: readonly string[];
  /** Whether a test with these tags belongs to it; vitest reports the others as skipped. */
  readonly chosen: (tags: readonly string[]) => boolean;
}

/** `npm test`, `npm run test:all`, what of that is not in `npm test`, or `npm run test:faults`. */
export type Extent = 'short' | 'all' | 'rest' | 'faults';

/** The runs of that command, from the quickest to the slowest. */
export function testRuns(extent: Extent): TestRun[] {
  const everything = () => true;
  if (extent === 'faults') {
    return PAIRINGS.map(({ name }) => ({
      name: faultsProject(name),
      args: [`--project=${faultsProject(name)}`],
      chosen: everything,
    }));
  }
  const withoutPairing: TestRun[] = [
    { name: 'unit', args: ['--project=unit', '--project=components'], chosen: everything },
    { name: 'integration', args: ['--project=integration'], chosen: everything },
  ];
  return [
    ...(extent === 'rest' ? [] : withoutPairing),
    ...PAIRINGS.map((pairing) => {
      const choice = pairing[extent];
      return {
        name: pairing.name,
        args: [`--project=${pairing.name}`, `--tagsFilter=${tagsFilter(choice)}`],
        chosen: (tags: readonly string[]) => isChosen(tags, choice),
      };
    }),
  ];
}
