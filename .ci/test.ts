// npm test: every test there is, with what it needs. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool, step } from './run-step.ts';
import { tally } from './tally.ts';
import type { Report, Tally } from './tally.ts';
import { ensureTools, NeedsPerson } from './tools.ts';

const startMs = performance.now();
const { passed, failed, remarks } = await testEverything();
const seconds = Math.round((performance.now() - startMs) / 1000);
for (const remark of remarks) console.log(remark);
console.log(`Took ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function testEverything(): Promise<Tally> {
  try {
    await ensureTools(['chromium', 'pulseaudio', 'ngircd'], { yes: process.argv.includes('--yes') });
  } catch (error) {
    if (!(error instanceof NeedsPerson)) throw error;
    return { passed: 0, failed: 1, remarks: [error.message] };
  }
  const built = await step('build', async () => runTool('wxt', 'build'));
  if (!built) return { passed: 0, failed: 1, remarks: ['The extension could not be built.'] };
  return runVitest();
}

async function runVitest(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-tests-'));
  const path = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
    const vitest = spawn('vitest', ['run', ...reporters], { stdio: 'inherit' });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      vitest.once('error', reject);
      vitest.once('close', resolve);
    });
    return tally(readReport(path), exitCode);
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
