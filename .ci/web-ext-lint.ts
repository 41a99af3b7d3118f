import * as v from 'valibot';
import type { StepResult } from './run-step.ts';
import { runTool } from './run-step.ts';

const Found = v.object({
  summary: v.object({ errors: v.number(), warnings: v.number(), notices: v.number() }),
});

/**
 * Mozilla's verdict on the Firefox package, as addons.mozilla.org will have it: nothing at all may be found. `web-ext lint`
 * is this linter with these options (they are its defaults); it comes without the rest of web-ext (128 packages, 23 MB)
 * and asks the network nothing.
 */
export async function lintForFirefox(): Promise<StepResult> {
  const { output } = await runTool(
    'addons-linter',
    '--output',
    'json',
    '--pretty',
    '.output/firefox-mv2-store',
  );
  const { summary } = v.parse(Found, parsed(output));
  const figures = `${summary.errors} errors, ${summary.warnings} warnings, ${summary.notices} notices`;
  return { ok: summary.errors + summary.warnings + summary.notices === 0, output, figures };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new Error(`The linter did not come to its end:\n${output}`);
  }
}
