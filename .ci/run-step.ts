import { spawn } from 'node:child_process';

/** What a step of a command came to. `figures` go behind its name. */
export interface StepResult {
  readonly ok: boolean;
  /** Shown where the step failed. */
  readonly output: string;
  readonly figures?: string;
}

/** Does a step and prints one line about it; what it had to say follows where it failed. */
export async function step(name: string, work: () => Promise<StepResult>): Promise<boolean> {
  const startMs = performance.now();
  const {
    ok,
    output,
    figures = '',
  } = await work().catch((error: unknown) => ({
    ok: false,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
    figures: '',
  }));
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${seconds.padStart(5)} s  ${figures}`.trimEnd());
  if (!ok) console.log(output);
  return ok;
}

/** Runs one of the project's commands to its end. A warning in its output is a failure. */
export async function runTool(command: string, ...args: string[]): Promise<StepResult> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Plain lines: no colours, no spinner.
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = Buffer.concat(chunks).toString();
  return { ok: code === 0 && !/(?<!\b0 )\bwarn(ing)?s?\b/i.test(output), output };
}
