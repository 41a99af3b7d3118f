import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { StepResult } from './run-step.ts';

const BUILDS = ['chrome', 'firefox'] as const;
const FOLDER = { chrome: '.output/chrome-mv3', firefox: '.output/firefox-mv2' };

/** What every page pays for: the detector on each page of a matching site, the UI on each chat. */
const LIMITS = [
  { name: 'detector', file: 'content-scripts/detector.js', gzipBytes: 4 * 1024 },
  { name: 'chat UI', file: 'chat-ui.js', gzipBytes: 20 * 1024 },
];

/** Weighs the built scripts that run in pages, of both builds. */
export function checkSizes(): StepResult {
  const weighed = LIMITS.flatMap(({ name, file, gzipBytes }) =>
    BUILDS.map((build) => {
      const path = `${FOLDER[build]}/${file}`;
      if (!existsSync(path)) return { ok: false, figure: `${name}, ${build}: not built` };
      const bytes = gzipSync(readFileSync(path)).length;
      const figure = `${name}, ${build}: ${(bytes / 1024).toFixed(1)} of ${gzipBytes / 1024} kB gzipped`;
      return { ok: bytes <= gzipBytes, figure };
    }),
  );
  const figures = weighed.map(({ figure }) => figure).join('; ');
  const ok = weighed.every((each) => each.ok);
  return { ok, output: ok ? '' : 'A script is missing or too large (see .ci/bundle-sizes.ts).', figures };
}
