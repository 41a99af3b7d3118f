import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { EXTENSIONS } from './extension.ts';
import type { BrowserName } from './person.ts';

/**
 * Vitest's `globalSetup`: the tests use a copy of what was built. Whatever builds it meanwhile (`npm run check`) empties its
 * folder first, and a process of the extension that Chromium starts then has no texts, for as long as it runs.
 */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-extension-'));
  const extensions = { chromium: join(folder, 'chromium'), firefox: join(folder, 'firefox') };
  for (const browser of ['chromium', 'firefox'] as const) {
    cpSync(EXTENSIONS[browser], extensions[browser], { recursive: true });
  }
  project.provide('extensions', extensions);
  return () => rmSync(folder, { recursive: true });
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The extension's folders. */
    extensions: Readonly<Record<BrowserName, string>>;
  }
}
