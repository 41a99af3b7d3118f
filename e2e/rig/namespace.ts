import { spawnSync } from 'node:child_process';
import { findCommand } from '../../.ci/find-command.ts';
import { urgently } from './child.ts';
import { runCommand } from './run-command.ts';

/** A network namespace (network_namespaces(7)): interfaces, addresses and packet filter of its own. */
export interface Namespace {
  readonly name: string;
  /** What to run instead of a program, so that it runs inside. */
  command(program: string): readonly [string, ...string[]];
  /** Runs commands of ip(8) inside, one a line. */
  ip(...lines: string[]): Promise<void>;
  /** Runs a script of nft(8) inside. */
  nft(script: string): Promise<void>;
  /** Removes it. What still runs inside keeps its network until it ends. */
  close(): Promise<void>;
}

const PREFIX = 'earshot';
const open = new Set<string>();

// The last resort, should a test runner end before its tests could clean up.
process.on('exit', () => {
  for (const name of open) spawnSync(ipCommand(), ['netns', 'delete', name]);
});

/** The name of a namespace that belongs to this process. */
export function namespaceName(of: string, pid = process.pid): string {
  return `${PREFIX}-${pid}-${of}`;
}

/** The process that a namespace belongs to; undefined where it is none of ours. */
export function ownerOf(name: string): number | undefined {
  const [, pid] = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

/** Makes a namespace whose name nobody else has, with a loopback interface that is up, and without IPv6. */
export async function openNamespace(of: string): Promise<Namespace> {
  if (process.getuid?.() !== 0) {
    throw new Error('The network of a test can only be cut by root: run the tests as root.');
  }
  const name = namespaceName(of);
  const ip = ipCommand();
  await runCommand(ip, ['netns', 'add', name]);
  open.add(name);
  const entering = ['netns', 'exec', name];
  const inside = async (program: string, args: readonly string[], input?: string) =>
    runCommand(ip, [...entering, program, ...args], input);
  const namespace: Namespace = {
    name,
    command: (program) => [...urgently(ip), ...entering, program],
    ip: async (...lines) => void (await runCommand(ip, ['-n', name, '-batch', '-'], `${lines.join('\n')}\n`)),
    nft: async (script) => void (await inside(nftCommand(), ['-f', '-'], script)),
    async close() {
      await runCommand(ip, ['netns', 'delete', name]);
      open.delete(name);
    },
  };
  // One family is enough to find out what a cut does, and its addresses come without waiting.
  await inside('sh', ['-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6']);
  await inside('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet']);
  await namespace.ip('link set lo up');
  return namespace;
}

/** Removes what runs left behind that were ended by force: their processes, then their namespaces. */
export async function removeStaleNamespaces(): Promise<void> {
  const listed = JSON.parse((await runCommand(ipCommand(), ['-j', 'netns', 'list'])) || '[]') as {
    readonly name: string;
  }[];
  for (const { name } of listed) {
    const owner = ownerOf(name);
    if (owner === undefined || isAlive(owner)) continue;
    const pids = (await runCommand(ipCommand(), ['netns', 'pids', name])).split('\n').filter(Boolean);
    for (const pid of pids) kill(Number(pid));
    await runCommand(ipCommand(), ['netns', 'delete', name]);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone by itself
  }
}

function ipCommand(): string {
  return findCommand('ip') ?? 'ip';
}

function nftCommand(): string {
  return findCommand('nft') ?? 'nft';
}
