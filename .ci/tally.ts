/** The part of vitest's JSON report that we read (its format is Jest's). */
export interface Report {
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    /** `failed` also where the file could not even be loaded. */
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong besides tests that failed. */
  readonly remarks: readonly string[];
}

const RUNNERS = [
  { name: 'e2e', owns: (file: string) => file.endsWith('.e2e.ts') },
  { name: 'integration', owns: (file: string) => file.endsWith('.integration.test.ts') },
  { name: 'unit', owns: (file: string) => /\.test\.tsx?$/.test(file) },
] as const;

/**
 * Counts the tests of all runners together. Whatever keeps a test from being run and passing is a failure: skipped
 * tests, files that cannot be loaded, a runner without tests, errors outside of tests (vitest's exit code), no report.
 */
export function tally(report: Report | undefined, exitCode: number | null): Tally {
  if (!report) return { passed: 0, failed: 1, remarks: ['The test runner ended without a report.'] };
  const remarks: string[] = [];
  let passed = 0;
  let failed = 0;
  const ran = new Set<string>();
  for (const { name, status, assertionResults } of report.testResults) {
    const good = assertionResults.filter((each) => each.status === 'passed').length;
    const bad = assertionResults.filter((each) => each.status === 'failed').length;
    const skipped = assertionResults.length - good - bad;
    passed += good;
    failed += bad + skipped;
    if (skipped > 0) remarks.push(`${name}: ${skipped} skipped`);
    if (assertionResults.length === 0 || (status === 'failed' && bad === 0)) {
      failed += 1;
      remarks.push(`${name}: could not be run to its end`);
    }
    const runner = RUNNERS.find(({ owns }) => owns(name));
    if (runner && assertionResults.length > 0) ran.add(runner.name);
  }
  for (const { name } of RUNNERS.filter((runner) => !ran.has(runner.name))) {
    failed += 1;
    remarks.push(`No ${name} test ran.`);
  }
  if (exitCode !== 0 && failed === 0) {
    failed = 1;
    remarks.push(`The test runner ended with ${exitCode}: an error outside of the tests, see above.`);
  }
  return { passed, failed, remarks };
}
