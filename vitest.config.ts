import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';
import { faultsProject, PAIRINGS, tagsFilter, TAGS } from './e2e/pairings.ts';

const nothingOfOurs = ['**/node_modules/**', '.output/**', '.wxt/**', 'e2e/.cache/**'];

/** What the e2e tests and the faults are run with. */
const RIG = ['e2e/rig/extension-copy.ts', 'e2e/rig/processor-share.ts'];

/**
 * Three runners in one: unit tests (a file that needs a page says `// @vitest-environment happy-dom`; one that renders
 * Solid ends in `.test.tsx` and has a page), integration tests with real sockets, and e2e tests with real browsers and real sound.
 * The projects run one after the other: an e2e test measures time, and nothing else shall use the processor meanwhile.
 */
export default defineConfig({
  test: {
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      {
        plugins: [WxtVitest()],
        test: {
          name: 'unit',
          include: ['{lib,components,entrypoints,server,e2e,.ci}/**/*.test.ts'],
          exclude: [...nothingOfOurs, '**/*.integration.test.ts'],
          environment: 'node',
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [WxtVitest(), solid()],
        test: {
          name: 'components',
          include: ['{lib,components,entrypoints}/**/*.test.tsx'],
          exclude: nothingOfOurs,
          environment: 'happy-dom',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: nothingOfOurs,
          environment: 'node',
          // some of them measure time too, in a browser
          fileParallelism: false,
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      // the same files once for each pairing of browsers
      ...PAIRINGS.map(({ name, browsers, short }, index) => ({
        test: {
          name,
          tags: [...TAGS],
          tagsFilter: [tagsFilter(short)],
          provide: { browsers },
          globalSetup: RIG,
          include: ['e2e/**/*.e2e.ts'],
          exclude: nothingOfOurs,
          environment: 'node',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 + index },
        },
      })),
      // every fault a call survives: only by `npm run test:faults`
      ...PAIRINGS.map(({ name, browsers }, index) => ({
        test: {
          name: faultsProject(name),
          tags: [...TAGS],
          provide: { browsers },
          globalSetup: RIG,
          include: ['e2e/faults/all.faults.ts'],
          exclude: nothingOfOurs,
          environment: 'node',
          fileParallelism: false,
          // calls that wait side by side, on two cores
          maxConcurrency: 2,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 + PAIRINGS.length + index },
        },
      })),
    ],
  },
});
