import { expect, test } from 'vitest';
import { testRuns } from './test-runs.ts';

test('everything is run in Chromium, and a short set with Firefox', () => {
  expect(testRuns('short').map(({ args }) => args)).toEqual([
    ['--project=unit', '--project=components'],
    ['--project=integration'],
    ['--project=e2e', '--tagsFilter=not firefox and not long'],
    ['--project=firefox-firefox', '--tagsFilter=everywhere or each-browser'],
    ['--project=chromium-firefox', '--tagsFilter=everywhere'],
    ['--project=firefox-chromium', '--tagsFilter=everywhere'],
  ]);
});

test('with --all a test without tags is run in every pairing', () => {
  const chosen = testRuns('all').filter((run) => run.chosen([]));
  expect(chosen.map(({ name }) => name)).toEqual([
    'unit',
    'integration',
    'e2e',
    'firefox-firefox',
    'chromium-firefox',
    'firefox-chromium',
  ]);
});

test('with --rest a test of the short set is run no second time', () => {
  expect(testRuns('rest').map(({ args }) => args)).toEqual([
    ['--project=e2e', '--tagsFilter=long'],
    ['--project=firefox-firefox', '--tagsFilter=not chromium and not everywhere and not each-browser'],
    ['--project=chromium-firefox', '--tagsFilter=not chromium and not firefox and not everywhere'],
    ['--project=firefox-chromium', '--tagsFilter=not chromium and not firefox and not everywhere'],
  ]);
});

test('the faults are run in every pairing, and by no other command', () => {
  expect(testRuns('faults').map(({ args }) => args)).toEqual([
    ['--project=faults-e2e'],
    ['--project=faults-firefox-firefox'],
    ['--project=faults-chromium-firefox'],
    ['--project=faults-firefox-chromium'],
  ]);
  for (const extent of ['short', 'all', 'rest'] as const) {
    for (const { name } of testRuns(extent)) expect(name).not.toContain('faults');
  }
});
