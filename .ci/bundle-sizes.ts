import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { StepResult } from './run-step.ts';

const BUILT = '.output/chrome-mv3';

/** What every page pays for: the detector on each page of a matching site, the UI on each chat. */
const LIMITS = [
  { name: 'detector', paths: ['content-scripts/detector.js'], gzipBytes: 4 * 1024 },
  { name: 'chat UI', paths: ['chat-ui.js', 'content-scripts/chat-ui.js'], gzipBytes: 20 * 1024 },
];

/** Weighs the built scripts that run in pages. */
export function checkSizes(): StepResult {
  const weighed = LIMITS.map(({ name, paths, gzipBytes }) => {
    const path = paths.map((each) => `${BUILT}/${each}`).find((each) => existsSync(each));
    if (path === undefined) return { ok: false, figure: `${name}: not built` };
    const bytes = gzipSync(readFileSync(path)).length;
    const figure = `${name} ${(bytes / 1024).toFixed(1)} of ${gzipBytes / 1024} kB gzipped`;
    return { ok: bytes <= gzipBytes, figure };
  });
  const figures = weighed.map(({ figure }) => figure).join(', ');
  const ok = weighed.every((each) => each.ok);
  return { ok, output: ok ? '' : 'A script is missing or too large (see .ci/bundle-sizes.ts).', figures };
}
