import { globSync } from 'node:fs';
import { runTool } from './run-step.ts';
import type { StepResult } from './run-step.ts';

const ROOMS = ['lib', 'components', 'entrypoints', 'server', 'e2e', 'bench', '.ci'];

/** The part of dependency-cruiser's report that we read. */
interface Report {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/**
 * Holds the import table (.dependency-cruiser.config.mjs). It also fails where dependency-cruiser did not see every
 * source file: with a TypeScript that it does not know it sees none, and calls that a success.
 */
export async function checkImports(): Promise<StepResult> {
  const sources = globSync(
    ROOMS.map((room) => `${room}/**/*.{ts,tsx}`),
    { exclude: ['**/node_modules/**', 'e2e/.cache/**'] },
  );
  const rooms = ROOMS.filter((room) => sources.some((source) => source.startsWith(`${room}/`)));
  const { output } = await runTool(
    'depcruise',
    ...['--config', '.dependency-cruiser.config.mjs', '--output-type', 'json', ...rooms],
  );
  const start = output.indexOf('{');
  if (start < 0) return { ok: false, output };
  const report = JSON.parse(output.slice(start)) as Report;
  const seen = new Set(report.modules.map((module) => module.source));
  const wrong = [
    ...report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    ...sources.filter((source) => !seen.has(source)).map((source) => `not seen: ${source}`),
  ];
  return {
    ok: wrong.length === 0 && sources.length > 0,
    output: wrong.join('\n'),
    figures: `${sources.length} files`,
  };
}
