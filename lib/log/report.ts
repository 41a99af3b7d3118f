import type { LogLine } from './log.ts';

/** What whoever looks into a problem asks first: a label and its value, in the order in which they are written. */
export type ReportFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * The text of a problem report, in English whatever the person's language: it is for who repairs it. It holds codes, and no
 * name, address, room or server of anybody's.
 */
export function problemReport(facts: ReportFacts, lines: readonly LogLine[]): string {
  const head = Object.entries(facts).map(([label, value]) => `${label}: ${value}`);
  return [
    'Earshot problem report',
    ...head,
    '',
    `log (UTC, ${lines.length} lines):`,
    ...lines.map(written),
  ].join('\n');
}

function written({ at, code, facts }: LogLine): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  return [new Date(at).toISOString(), code, ...told].join(' ');
}
