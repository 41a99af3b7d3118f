import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { findChromium, findCommand, findFirefox } from './find-command.ts';
import { isDebian, isNewEnough, NEEDS, plan, pleaseInstall } from './tool-plan.ts';
import type { Tool } from './tool-plan.ts';

/** Something a person has to do before the command can go on: one sentence, shown without a stack. */
export class NeedsPerson extends Error {}

/**
 * Makes sure that the tools are here: finds them, or installs them from Debian's packages.
 * A person at a terminal is asked first, unless `yes`. Throws {@link NeedsPerson} where it cannot.
 */
export async function ensureTools(tools: readonly Tool[], { yes }: { yes: boolean }): Promise<void> {
  const missing = tools.filter((tool) => !isHere(tool));
  const debian = isDebian(osRelease()) && findCommand('apt-get') !== undefined;
  const decided = plan({
    missing,
    debian,
    root: process.getuid?.() === 0,
    sudo: findCommand('sudo') !== undefined,
    terminal: process.stdin.isTTY && process.stdout.isTTY,
    yes: yes || Boolean(process.env['CI']),
  });
  if (decided.type === 'ready') return;
  if (decided.type === 'stop') throw new NeedsPerson(decided.sentence);

  const list = decided.packages.join(', ');
  if (decided.ask && !(await agrees(`This needs Debian's packages ${list}. Install them now? [Y/n] `))) {
    throw new NeedsPerson(pleaseInstall(missing, debian));
  }
  console.log(`Installing Debian's packages ${list}.`);
  // A stale package list may still do, so a failed update is not the end.
  aptGet(decided.prefix, ['update']);
  const installed = aptGet(decided.prefix, ['install', '--no-install-recommends', ...decided.packages]);
  const still = tools.filter((tool) => !isHere(tool));
  if (!installed || still.length > 0) {
    throw new NeedsPerson(
      pleaseInstall(still.length > 0 ? still : missing, debian) + ' (apt-get failed, see above)',
    );
  }
}

function isHere(tool: Tool): boolean {
  if (tool === 'chromium') return findChromium() !== undefined;
  if (tool === 'firefox') {
    const firefox = findFirefox();
    if (firefox === undefined) return false;
    return isNewEnough(spawnSync(firefox, ['--version'], { encoding: 'utf8' }).stdout);
  }
  return NEEDS[tool].commands.every((names) => names.some((name) => findCommand(name) !== undefined));
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return !/^n/i.test(await terminal.question(question));
  } finally {
    terminal.close();
  }
}

function aptGet(prefix: readonly string[], args: readonly string[]): boolean {
  // Another apt-get may be at work (a fresh cloud machine runs one by itself): wait for it.
  const quiet = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const [command = 'env', ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...quiet,
    ...args,
  ];
  return spawnSync(command, rest, { stdio: 'inherit' }).status === 0;
}
