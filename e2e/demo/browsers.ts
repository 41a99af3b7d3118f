import type { BrowserName } from '../rig/person.ts';

/** What people call them. Chromium stands in for Chrome, which loads no extension from a folder. */
const NAMES: Readonly<Record<string, BrowserName>> = {
  chrome: 'chromium',
  chromium: 'chromium',
  firefox: 'firefox',
};

/**
 * The caller's and the callee's browser, from `--browser`: one name for both, or two with a comma between them.
 * Undefined: not understood.
 */
export function browsersOf(written: string): readonly [BrowserName, BrowserName] | undefined {
  const names = written.toLowerCase().split(',');
  const [caller, callee] = names.map((name) => NAMES[name.trim()]);
  if (!caller || names.length > 2) return undefined;
  if (names.length === 1) return [caller, caller];
  return callee && [caller, callee];
}
