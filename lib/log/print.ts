import type { LogLine } from './log.ts';

/** Shows a line in the context's own console, where a developer looks first. */
export function printLine({ code, facts }: LogLine): void {
  // oxlint-disable-next-line no-console -- the one place that prints
  console.info('earshot', code, facts);
}

/** What may be logged of something thrown: its kind. Messages can quote SDP or names. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
