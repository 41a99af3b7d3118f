import { describe, expect, test } from 'vitest';
import { describeFailure } from './failure.ts';
import { PROPERTIES, type PropertyName, search } from './schedule.ts';

/** Each property on this many schedules; the whole of CI tries more (npm run test:explore, which also replays a failure). */
const RUNS = Number(process.env['RUNS'] ?? 2_000);
const SEED = 20_261_122;

const WORDS: Record<PropertyName, string> = {
  hangUpEndsItForBoth: 'after either hangs up, both are idle, silent and agreed',
  everyScheduleComesToRest: 'after all deadlines, both are idle, silent and agreed',
  aRunningCallRecovers: 'a running call recovers from whatever nobody did on purpose',
};

describe('two people, one server, any interleaving', () => {
  test.each(Object.keys(PROPERTIES) as PropertyName[])(
    '%s',
    async (name) => {
      const found = await search(name, { runs: RUNS, seed: SEED });
      expect(found.failed ? `${WORDS[name]}\n${describeFailure(name, found)}` : 'holds').toBe('holds');
    },
    120_000,
  );
});
