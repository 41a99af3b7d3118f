import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';

const running = new Set<ChildProcess>();

// The last resort, should a test runner end before its tests could clean up.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process that does not outlive this one. */
export function startChild(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  child.once('exit', () => running.delete(child));
  // Without a listener a command that cannot be started would end the test runner.
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * What to run instead of a program, so that it goes before others where that is allowed: what comes late for want of a
 * processor sounds like a gap.
 */
export function urgently(program: string): readonly [string, ...string[]] {
  return process.getuid?.() === 0 ? ['nice', '--adjustment=-10', program] : [program];
}

/** Ends one process and waits until it is gone; after 5 s with force. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(force);
}

/** Ends a process that was started `detached`, with everything that it started. Once it is gone that does nothing. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  process.kill(-child.pid, 'SIGTERM');
  await gone;
}
