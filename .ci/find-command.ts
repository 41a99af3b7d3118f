import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { NEEDS } from './tool-plan.ts';

// Daemons such as ngircd live in sbin, which is not in everybody's PATH.
const EXTRA_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The path of a command, looked for as a shell would; undefined where there is none. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...EXTRA_FOLDERS];
  const candidates = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  return candidates.find(isExecutable);
}

/** The Chromium that can load the extension: `CHROMIUM`, or the first known name. */
export function findChromium(): string | undefined {
  return findBrowser('chromium', 'CHROMIUM');
}

/** `FIREFOX_PATH`, or the first known name. (WXT sets a `FIREFOX` of its own in tests, to `false`.) */
export function findFirefox(): string | undefined {
  return findBrowser('firefox', 'FIREFOX_PATH');
}

function findBrowser(tool: 'chromium' | 'firefox', variable: string): string | undefined {
  const given = process.env[variable];
  if (given) return findCommand(given);
  return NEEDS[tool].commands[0]?.map(findCommand).find((path) => path !== undefined);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
