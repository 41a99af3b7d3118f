// npm test: every test in Chromium, and a short set of those with browsers in each pairing with Firefox.
// npm run test:all (--all): every test in every pairing.
// npm run test:rest (--rest): what of that is not in npm test.
// npm run test:faults (--faults): every fault that a call survives, in every pairing, and the table of docs/reliability.md.
// The last line is `N passed, N failed`; before it, what did not pass: `Not passed: …`, a line each.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool, step } from './run-step.ts';
import { sum, tally } from './tally.ts';
import type { Report, Tally } from './tally.ts';
import { testRuns } from './test-runs.ts';
import type { Extent, TestRun } from './test-runs.ts';
import { RESULTS_VARIABLE } from '../e2e/faults/results.ts';
import { writeReliability } from './reliability.ts';
import { ensureTools, NeedsPerson } from './tools.ts';

const EXTENTS: Readonly<Record<string, Extent>> = { '--all': 'all', '--rest': 'rest', '--faults': 'faults' };
const extent = process.argv.map((argument) => EXTENTS[argument]).find(Boolean) ?? 'short';
const startMs = performance.now();
const { passed, failed, remarks } = await testEverything();
const seconds = Math.round((performance.now() - startMs) / 1000);
for (const remark of remarks) console.log(`Not passed: ${remark}`);
console.log(`Took ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function testEverything(): Promise<Tally> {
  try {
    await ensureTools(['chromium', 'firefox', 'pulseaudio', 'ngircd', 'network', 'openssl', 'screen'], {
      yes: process.argv.includes('--yes'),
    });
  } catch (error) {
    if (!(error instanceof NeedsPerson)) throw error;
    return { passed: 0, failed: 1, remarks: [error.message] };
  }
  for (const browser of ['chrome', 'firefox']) {
    const built = await step(`build ${browser}`, async () => runTool('wxt', 'build', '-b', browser));
    if (!built)
      return { passed: 0, failed: 1, remarks: [`The extension for ${browser} could not be built.`] };
  }
  const results = extent === 'faults' ? mkdtempSync(join(tmpdir(), 'earshot-faults-')) : undefined;
  if (results !== undefined) process.env[RESULTS_VARIABLE] = results;
  const tallies: Tally[] = [];
  for (const run of testRuns(extent)) tallies.push(await runVitest(run));
  if (results !== undefined) {
    await writeReliability(results);
    rmSync(results, { recursive: true });
  }
  return sum(tallies);
}

async function runVitest(run: TestRun): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-tests-'));
  const path = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
    const vitest = spawn('vitest', ['run', ...run.args, ...reporters], { stdio: 'inherit' });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      vitest.once('error', reject);
      vitest.once('close', resolve);
    });
    return tally(readReport(path), exitCode, run);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    // vitest crashed before it wrote one, or while it did.
    return undefined;
  }
}
