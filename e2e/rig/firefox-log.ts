import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BrowserLog } from './browser-log.ts';

/** Makes Firefox write every `console` call of pages and extensions to its standard output. */
export const LOG_PREFS = { 'devtools.console.stdout.content': true };

/**
 * Collects from Firefox's own output: it holds what happens in the background page and in content scripts too, of
 * which BiDi tells nothing. A line of Firefox's own code is not ours. Of the
 * network (a server that is down, on purpose) it says nothing there.
 */
export function collectFirefoxLog(firefox: ChildProcess): BrowserLog {
  const log: BrowserLog = [];
  for (const stream of [firefox.stdout, firefox.stderr]) {
    if (!stream) throw new Error('Firefox has no output to read');
    createInterface(stream).on('line', (line) => {
      if (isTrouble(line)) log.push(line);
    });
  }
  return log;
}

/** Whether a line of Firefox's output tells of a warning, an error or an uncaught exception in a page or an extension. */
export function isTrouble(line: string): boolean {
  // Firefox's own code puts its name before: `console.error: RSLoader: `
  if (/^console\.(error|warn|assert): (?!\w+: )/.test(line)) return true;
  const [, place] = /^JavaScript error: ([^,]*), line \d+: /.exec(line) ?? [];
  return place !== undefined && /^(https?|moz-extension|blob|data):/.test(place);
}
