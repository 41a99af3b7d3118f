import { expect, test } from 'vitest';
import { sum, tally } from './tally.ts';
import type { Report } from './tally.ts';

const run = { name: 'unit', chosen: () => true };

function file(name: string, ...statuses: string[]): Report['testResults'][number] {
  return {
    name,
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at}` })),
  };
}

const good = [file('/p/lib/a.test.ts', 'passed', 'passed'), file('/p/components/b.test.tsx', 'passed')];

test('the tests of all files are counted together', () => {
  expect(tally({ testResults: good }, 0, run)).toEqual({ passed: 3, failed: 0, remarks: [] });
});

test('a failed test is counted once, though the file and the exit code say so too', () => {
  const testResults = [...good, file('/p/lib/e.test.ts', 'passed', 'failed')];
  expect(tally({ testResults }, 1, run)).toMatchObject({ passed: 4, failed: 1 });
});

test('a failed test is named, with the first line of what it says', () => {
  const result = {
    ...{ status: 'failed', fullName: 'a call goes on' },
    failureMessages: ['AssertionError: it ended\n    at e.test.ts:3'],
  };
  const report = {
    testResults: [{ name: '/p/lib/e.test.ts', status: 'failed', assertionResults: [result] }],
  };
  expect(tally(report, 1, run).remarks).toEqual([
    'unit: /p/lib/e.test.ts: a call goes on: AssertionError: it ended',
  ]);
});

test.each(['skipped', 'pending', 'todo', 'disabled'])('a test that is %s has failed', (status) => {
  const testResults = [...good, file('/p/lib/e.test.ts', 'passed', status)];
  expect(tally({ testResults }, 0, run)).toMatchObject({ passed: 4, failed: 1 });
});

test('a file that cannot be loaded has failed', () => {
  const broken = { ...file('/p/lib/e.test.ts'), status: 'failed' };
  expect(tally({ testResults: [...good, broken] }, 1, run)).toMatchObject({ passed: 3, failed: 1 });
});

test('a file whose tests passed but whose clean-up failed has failed', () => {
  const broken = { ...file('/p/lib/e.test.ts', 'passed'), status: 'failed' };
  expect(tally({ testResults: [...good, broken] }, 1, run)).toMatchObject({ passed: 4, failed: 1 });
});

test('an error outside of the tests is a failure', () => {
  expect(tally({ testResults: good }, 1, run)).toMatchObject({ passed: 3, failed: 1 });
});

test('a run that ends without a report is a failure, even one that ends well', () => {
  expect(tally(undefined, 0, run)).toMatchObject({ passed: 0, failed: 1 });
});

test('what a run did not choose is not missed; what it chose and skipped is', () => {
  const pairing = { name: 'firefox-firefox', chosen: (tags: readonly string[]) => tags.includes('firefox') };
  const assertionResults = [
    { status: 'passed', tags: ['firefox'], fullName: 'in Firefox' },
    { status: 'skipped', tags: ['chromium'], fullName: 'in Chromium' },
    { status: 'skipped', fullName: 'anywhere' },
  ];
  const report = { testResults: [{ name: '/p/e2e/a.e2e.ts', status: 'passed', assertionResults }] };
  expect(tally(report, 0, pairing)).toEqual({ passed: 1, failed: 0, remarks: [] });
  assertionResults.push({ status: 'skipped', tags: ['firefox'], fullName: 'in Firefox too' });
  expect(tally(report, 0, pairing)).toMatchObject({ passed: 1, failed: 1 });
});

test('a run that chose no test at all has failed', () => {
  expect(tally({ testResults: good }, 0, { name: 'e2e', chosen: () => false })).toEqual({
    passed: 0,
    failed: 1,
    remarks: ['No e2e test ran.'],
  });
});

test('several runs are added up', () => {
  const first = { passed: 2, failed: 0, remarks: [] };
  expect(sum([first, { passed: 1, failed: 1, remarks: ['oh'] }])).toEqual({
    passed: 3,
    failed: 1,
    remarks: ['oh'],
  });
});
