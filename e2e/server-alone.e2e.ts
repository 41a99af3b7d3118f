import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { endGroup, startChild } from './rig/child.ts';
import { freePort, isPortFree } from './rig/port.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

const ROOT = join(import.meta.dirname, '..');
/** All that a server's machine gets. */
const SERVER_FILES = ['package.json', 'package-lock.json', '.npmrc', 'server', 'lib/protocol'];
// Node 24 itself comes first, as on a server's machine; npm takes the `node` of its PATH.
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };

test(
  'npm ci --omit=dev && npm start runs the server alone, in a clean folder',
  { tags: ['chromium'] },
  async ({ scene }) => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-server-'));
    scene.afterwards(async () => rm(folder, { recursive: true, force: true }));
    for (const file of SERVER_FILES) await cp(join(ROOT, file), join(folder, file), { recursive: true });

    const install = spawn('npm', ['ci', '--omit=dev', '--prefer-offline'], { cwd: folder, env });
    const installed = await new Promise<number | null>((resolve) => {
      install.once('close', resolve);
    });
    expect(installed).toBe(0);
    const packages = await readdir(join(folder, 'node_modules'));
    console.log(`${packages.length} folders in node_modules`);
    expect(packages).toEqual(expect.arrayContaining(['socket.io', 'valibot', 'pino']));
    for (const needless of ['wxt', 'vite', 'puppeteer', 'vitest', 'solid-js', 'node']) {
      expect(packages).not.toContain(needless);
    }

    const port = await freePort();
    const server = startChild('npm', ['start'], {
      cwd: folder,
      env: { ...env, PORT: String(port) },
      stdio: 'ignore',
      // A process group of its own: npm does not pass signals on to what it runs.
      detached: true,
    });
    scene.afterwards(async () => endGroup(server));
    const url = `http://127.0.0.1:${port}`;
    const health = await until('the server is healthy', async () => {
      const response = await fetch(`${url}/healthz`);
      return response.ok ? ((await response.json()) as unknown) : undefined;
    });
    expect(health).toMatchObject({
      protocol: expect.any(Number) as number,
      version: expect.any(String) as string,
    });
    expect((await fetch(`${url}/demo/?name=Ada&room=tea`)).status).toBe(200);

    await endGroup(server);
    await until('the server is gone', async () => isPortFree(port));
  },
);
