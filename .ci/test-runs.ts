import { isChosen, PAIRINGS, tagsFilter } from '../e2e/pairings.ts';

/** One run of vitest. */
export interface TestRun {
  /** What the tests of this run are called in the summary. */
  readonly name: string;
  readonly args: readonly string[];
  /** Whether a test with these tags belongs to it; vitest reports the others as skipped. */
  readonly chosen: (tags: readonly string[]) => boolean;
}

/** The runs of `npm test`, or of `npm run test:all`, from the quickest to the slowest. */
export function testRuns({ all }: { readonly all: boolean }): TestRun[] {
  const everything = () => true;
  return [
    { name: 'unit', args: ['--project=unit', '--project=components'], chosen: everything },
    { name: 'integration', args: ['--project=integration'], chosen: everything },
    ...PAIRINGS.map((pairing) => {
      const choice = all ? pairing.all : pairing.short;
      return {
        name: pairing.name,
        args: [`--project=${pairing.name}`, `--tagsFilter=${tagsFilter(choice)}`],
        chosen: (tags: readonly string[]) => isChosen(tags, choice),
      };
    }),
  ];
}
