// npm run check: everything that can be said of the code without running it. Zero warnings.
import { checkSizes } from './bundle-sizes.ts';
import { checkImports } from './import-table.ts';
import { checkLocales } from './locales.ts';
import { runTool, step } from './run-step.ts';
import { lintForFirefox } from './web-ext-lint.ts';

const results = [
  await step('prepare', async () => runTool('wxt', 'prepare')),
  await step('format', async () => runTool('prettier', '--check', '--log-level', 'warn', '.')),
  // Type-aware, with Solid's rules; the purity of the pure folders is a rule too (.oxlintrc.json).
  await step('lint', async () => runTool('oxlint')),
  await step('types', async () => runTool('tsc', '--noEmit')),
  await step('imports', checkImports),
  await step('locales', async () => checkLocales()),
  await step('chrome', async () => runTool('wxt', 'build')),
  await step('firefox', async () => runTool('wxt', 'build', '-b', 'firefox')),
  await step('store', async () => runTool('env', 'EARSHOT_STORE=1', 'wxt', 'build', '-b', 'firefox')),
  await step('sizes', async () => checkSizes()),
  await step('web-ext', lintForFirefox),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
