import { startChild } from './child.ts';

/** Runs a command to its end and returns what it printed. Rejects with what it said where it failed. */
export async function runCommand(command: string, args: readonly string[], input = ''): Promise<string> {
  const child = startChild(command, args, { stdio: 'pipe' });
  let output = '';
  let complaint = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  // A command that does not read breaks the pipe; its exit status tells what is wrong.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${complaint.trim()}`);
  return output;
}
