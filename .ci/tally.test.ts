import { expect, test } from 'vitest';
import { tally } from './tally.ts';
import type { Report } from './tally.ts';

function file(name: string, ...statuses: string[]): Report['testResults'][number] {
  return {
    name,
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  };
}

const good = [
  file('/p/lib/a.test.ts', 'passed', 'passed'),
  file('/p/components/b.test.tsx', 'passed'),
  file('/p/server/c.integration.test.ts', 'passed'),
  file('/p/e2e/d.e2e.ts', 'passed'),
];

test('the tests of all runners are counted together', () => {
  expect(tally({ testResults: good }, 0)).toEqual({ passed: 5, failed: 0, remarks: [] });
});

test('a failed test is counted once, though the file and the exit code say so too', () => {
  const testResults = [...good, file('/p/lib/e.test.ts', 'passed', 'failed')];
  expect(tally({ testResults }, 1)).toMatchObject({ passed: 6, failed: 1 });
});

test.each(['skipped', 'pending', 'todo', 'disabled'])('a test that is %s has failed', (status) => {
  const testResults = [...good, file('/p/lib/e.test.ts', 'passed', status)];
  expect(tally({ testResults }, 0)).toMatchObject({ passed: 6, failed: 1 });
});

test('a file that cannot be loaded has failed', () => {
  const broken = { ...file('/p/lib/e.test.ts'), status: 'failed' };
  expect(tally({ testResults: [...good, broken] }, 1)).toMatchObject({ passed: 5, failed: 1 });
});

test('a file whose tests passed but whose clean-up failed has failed', () => {
  const broken = { ...file('/p/lib/e.test.ts', 'passed'), status: 'failed' };
  expect(tally({ testResults: [...good, broken] }, 1)).toMatchObject({ passed: 6, failed: 1 });
});

test.each([
  ['e2e', '.e2e.ts'],
  ['integration', '.integration.test.ts'],
  ['unit', 'a.test.ts'],
])('a run without any %s test has failed', (name, ending) => {
  const testResults = good.filter((each) => !each.name.endsWith(ending) && name !== 'unit');
  expect(tally({ testResults }, 0).remarks).toContain(`No ${name} test ran.`);
});

test('an error outside of the tests is a failure', () => {
  expect(tally({ testResults: good }, 1)).toMatchObject({ passed: 5, failed: 1 });
});

test('a runner that ends without a report is a failure, even one that ends well', () => {
  expect(tally(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
});
