import { median } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Result } from './results.ts';

const HEAD = [
  'when',
  'longest gap',
  'undisturbed',
  'sound was back after',
  'recovered',
  'what was read',
  'promised',
];
const BROWSER_NAMES: Readonly<Record<string, string>> = { chromium: 'Chromium', firefox: 'Firefox' };

/** The findings as Markdown: a table for each pairing of browsers, in the order of the rows. */
export function reliabilityTables(results: readonly Result[]): string {
  const pairings = [...new Set(results.map(({ browsers }) => browsers.join(' ')))].toSorted();
  return pairings
    .map((pairing) => {
      const names = pairing.split(' ').map((name) => BROWSER_NAMES[name] ?? name);
      const lines = results
        .filter(({ browsers }) => browsers.join(' ') === pairing)
        .toSorted((one, other) => one.place - other.place)
        .map(({ fault, promise, finding }) => line([fault, ...cells(finding), promise]));
      return [
        `### Ada has ${names[0]}, Bob has ${names[1]}`,
        '',
        line(HEAD),
        line(HEAD.map(() => '---')),
        ...lines,
      ].join('\n');
    })
    .join('\n\n');
}

function cells({ gaps, undisturbedMs, backMs, recovered, saw, misses }: Finding): string[] {
  return [
    gaps
      ? both(
          duration(Math.max(...gaps.map(({ adaMs }) => adaMs))),
          duration(Math.max(...gaps.map(({ bobMs }) => bobMs))),
        )
      : '-',
    duration(undisturbedMs),
    backMs && backMs.length > 0 ? times(backMs) : '-',
    [recovered, ...misses.map((miss) => `**not as promised: ${miss}**`)].join('; '),
    both(said(saw.ada), said(saw.bob)),
  ];
}

function both(ada: string, bob: string): string {
  return ada === bob ? ada : `Ada: ${ada}; Bob: ${bob}`;
}

function times(backMs: readonly number[]): string {
  const worst = Math.max(...backMs);
  return backMs.length === 1
    ? duration(worst)
    : `${duration(median(backMs))}, worst of ${backMs.length} ${duration(worst)}`;
}

function said(texts: readonly string[]): string {
  const spoken = texts.filter(Boolean);
  return spoken.length > 0 ? spoken.map((text) => `"${text}"`).join(', ') : 'nothing';
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function line(columns: readonly string[]): string {
  return `| ${columns.map((column) => column.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
