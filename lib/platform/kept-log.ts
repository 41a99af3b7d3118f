import * as v from 'valibot';
import { createLog, type Log, LogLine } from '../log/log.ts';
import { nameOf, printLine } from '../log/print.ts';
import { createKeptState } from './kept-state.ts';

const kept = () => createKeptState('session', 'log', v.array(LogLine));

/** Lines come in bursts; a worker lives for 30 s at least after the last of them. */
const SAVE_AFTER_MS = 300;

/** The log of the background, which outlives its worker and is gone with the browser. */
export function createKeptLog(): Log {
  const store = kept();
  let saving: ReturnType<typeof setTimeout> | undefined;
  const log = createLog(Date.now, (line) => {
    printLine(line);
    saving ??= setTimeout(() => void save(), SAVE_AFTER_MS);
  });
  const loaded = store.load().then(
    (lines) => log.precede(lines ?? []),
    (error: unknown) => log.write('log-not-read', { error: nameOf(error) }),
  );

  async function save(): Promise<void> {
    await loaded;
    saving = undefined;
    // not in the log, which would be saved anew for it
    await store.save([...log.lines()]).catch((error: unknown) => {
      printLine({ at: Date.now(), code: 'log-not-kept', facts: { error: nameOf(error) } });
    });
  }

  return log;
}

/** What the background has written, for another page of the extension. */
export async function readKeptLog(): Promise<readonly LogLine[]> {
  return (await kept().load()) ?? [];
}
