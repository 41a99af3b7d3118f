/** One line of the log: a code and facts, never names, descriptions, candidates or tokens. */
export interface LogLine {
  /** Unix time in ms. */
  readonly at: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Log {
  write(code: string, facts?: LogLine['facts']): void;
  /** The last lines, oldest first. */
  lines(): readonly LogLine[];
}

/** A ring of 200 lines reaches back over several calls and stays small enough to paste into a report. */
const CAPACITY = 200;

export function createLog(now: () => number, print: (line: LogLine) => void = () => {}): Log {
  const ring: LogLine[] = [];
  return {
    write(code, facts = {}) {
      const line = { at: now(), code, facts };
      ring.push(line);
      if (ring.length > CAPACITY) ring.shift();
      print(line);
    },
    lines: () => [...ring],
  };
}
