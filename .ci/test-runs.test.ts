import { expect, test } from 'vitest';
import { testRuns } from './test-runs.ts';

test('everything is run in Chromium, and a short set with Firefox', () => {
  expect(testRuns({ all: false }).map(({ args }) => args)).toEqual([
    ['--project=unit', '--project=components'],
    ['--project=integration'],
    ['--project=e2e', '--tagsFilter=not firefox'],
    ['--project=firefox-firefox', '--tagsFilter=everywhere'],
    ['--project=chromium-firefox', '--tagsFilter=everywhere'],
    ['--project=firefox-chromium', '--tagsFilter=everywhere'],
  ]);
});

test('with --all a test without tags is run in every pairing', () => {
  const chosen = testRuns({ all: true }).filter((run) => run.chosen([]));
  expect(chosen.map(({ name }) => name)).toEqual([
    'unit',
    'integration',
    'e2e',
    'firefox-firefox',
    'chromium-firefox',
    'firefox-chromium',
  ]);
});
