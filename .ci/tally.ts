import type { TestRun } from './test-runs.ts';

/** The part of vitest's JSON report that we read (its format is Jest's). */
export interface Report {
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    /** `failed` also where the file could not even be loaded. */
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly tags?: readonly string[];
      /** With the names of the groups it is in. */
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong, a line each. */
  readonly remarks: readonly string[];
}

/**
 * Counts the tests of one run. Whatever keeps a test from being run and passing is a failure: skipped tests, files that
 * cannot be loaded, a run without tests, errors outside of tests (vitest's exit code), no report. Tests that the run did
 * not choose are in its report too, as skipped, and do not count.
 */
export function tally(
  report: Report | undefined,
  exitCode: number | null,
  run: Pick<TestRun, 'name' | 'chosen'>,
): Tally {
  if (!report) return { passed: 0, failed: 1, remarks: [`${run.name}: vitest ended without a report.`] };
  const remarks: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const { name, status, assertionResults } of report.testResults) {
    const results = assertionResults.filter(
      (each) => each.status === 'failed' || run.chosen(each.tags ?? []),
    );
    const good = results.filter((each) => each.status === 'passed').length;
    const bad = results.filter((each) => each.status === 'failed');
    const skipped = results.length - good - bad.length;
    passed += good;
    failed += bad.length + skipped;
    for (const { fullName, failureMessages } of bad) {
      const [reason = ''] = failureMessages?.[0]?.split('\n') ?? [];
      remarks.push(`${run.name}: ${name}: ${fullName}: ${reason}`);
    }
    if (skipped > 0) remarks.push(`${run.name}: ${name}: ${skipped} skipped`);
    if (assertionResults.length === 0 || (status === 'failed' && bad.length === 0)) {
      failed += 1;
      remarks.push(`${run.name}: ${name}: could not be run to its end`);
    }
  }
  if (passed + failed === 0) {
    failed += 1;
    remarks.push(`No ${run.name} test ran.`);
  }
  if (exitCode !== 0 && failed === 0) {
    failed = 1;
    remarks.push(`${run.name}: vitest ended with ${exitCode}: an error outside of the tests, see above.`);
  }
  return { passed, failed, remarks };
}

/** Several together. */
export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
    remarks: tallies.flatMap(({ remarks }) => remarks),
  };
}
