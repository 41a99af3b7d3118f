import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../.ci/find-command.ts';
import { endChild, startChild } from '../rig/child.ts';
import { freePort } from '../rig/port.ts';
import { until } from '../rig/until.ts';

/** An IRC server of one test's own, on loopback. */
export interface IrcServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts ngircd (Debian's package) with a configuration of its own, and waits until it takes connections. */
export async function startNgircd(): Promise<IrcServer> {
  const command = findCommand('ngircd');
  if (command === undefined) throw new Error('Please install ngircd.');
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'earshot-ngircd-'));
  const file = join(folder, 'ngircd.conf');
  await writeFile(file, configuration(port));
  const child = startChild(command, ['--nodaemon', '--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-10_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const stop = async () => {
    await endChild(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('ngircd takes connections', async () => child.exitCode !== null || takesConnections(port));
    if (child.exitCode !== null) throw new Error(`ngircd ended at once:\n${output}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

/** Nothing that reaches out (DNS, ident), no waiting, and no system user but nobody (as root it insists on one). */
function configuration(port: number): string {
  return `
[Global]
Name = irc.earshot.test
Info = For tests
AdminInfo1 = Earshot
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = Welcome
ServerUID = nobody
ServerGID = nogroup
[Limits]
MaxConnectionsIP = 0
MaxPenaltyTime = 0
MaxNickLength = 31
[Options]
DNS = no
Ident = no
PAM = no
`;
}

async function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
