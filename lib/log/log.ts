import * as v from 'valibot';

/** One line of the log: a code and facts, never names, descriptions, candidates or tokens. */
export const LogLine = v.object({
  /** Unix time in ms. */
  at: v.number(),
  code: v.string(),
  facts: v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
});
export type LogLine = v.InferOutput<typeof LogLine>;

export interface Log {
  write(code: string, facts?: LogLine['facts']): void;
  /** The last lines, oldest first. */
  lines(): readonly LogLine[];
  /** Lines of an earlier life, which go before what there is. */
  precede(earlier: readonly LogLine[]): void;
}

/** A ring of 200 lines reaches back over several calls and stays small enough to paste into a report. */
export const LOG_CAPACITY = 200;

/** `print` gets each line as it is written. */
export function createLog(now: () => number, print: (line: LogLine) => void = () => {}): Log {
  let ring: readonly LogLine[] = [];
  const keep = (lines: readonly LogLine[]) => (ring = lines.slice(-LOG_CAPACITY));
  return {
    write(code, facts = {}) {
      const line = { at: now(), code, facts };
      keep([...ring, line]);
      print(line);
    },
    lines: () => ring,
    precede(earlier) {
      keep([...earlier, ...ring]);
    },
  };
}
