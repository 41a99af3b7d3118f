import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';

/** Where Linux keeps the groups among which it shares its processors out (cgroups(7), version 1). */
const GROUPS = '/sys/fs/cgroup/cpu';
const OURS = `${GROUPS}/earshot-e2e`;
/** Ten times the share of any other group. */
const SHARES = 10_240;

/**
 * Vitest's `globalSetup`: this process, and all that it starts from now on, is one group that goes before others, since
 * what comes late for want of a processor sounds like a gap. Without it Linux gives each session a share of its own
 * (sched(7), "The autogroup feature") and each browser is a session: two of them and their sound systems on two
 * processors let each other wait for up to 0.2 s when one opens a page. Where it is not possible (not root, no such groups)
 * nothing happens. Several runs side by side share the group.
 */
export function setup(): void {
  if (process.getuid?.() !== 0 || !existsSync(`${GROUPS}/cgroup.procs`)) return;
  mkdirSync(OURS, { recursive: true });
  writeFileSync(`${OURS}/cpu.shares`, String(SHARES));
  enter(OURS);
  // later than vitest's teardown, at which its workers are still in the group
  process.once('exit', leave);
}

function leave(): void {
  enter(GROUPS);
  try {
    rmdirSync(OURS);
  } catch {
    // somebody is still in it
  }
}

function enter(group: string): void {
  writeFileSync(`${group}/cgroup.procs`, String(process.pid));
}
