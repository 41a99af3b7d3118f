import { byRole } from '../rig/roles.ts';
import { until } from '../rig/until.ts';
import { cut, mend } from './network-rows.ts';
import { seenSince } from './row.ts';
import type { Row } from './row.ts';

/** A place in a call is held for so long. */
const HELD_MS = 120_000;
/** For two clocks, and a page that is read four times a second. */
const LATE_MS = 10_000;
/** From the network's return until both are there again for the server. */
const AGAIN_MS = 30_000;
const LOST = 'was lost and did not come back.';

/** What does not come back ends, on both sides and in words. */
export const END_ROWS: readonly Row[] = [
  {
    fault: 'the whole network is gone for longer than a place is held',
    promise: 'the call ends after 120 s, with its reason and "Call again", on both sides',
    short: false,
    slow: true,
    spoils: true,
    times: 1,
    matters: () => true,
    async measure(call) {
      const startMs = Date.now();
      await cut(call, 'silent drop');
      const misses: string[] = [];
      for (const { person, sees } of call.sides) {
        const said = () => sees.since(startMs).find(({ text }) => text.includes(LOST));
        const leftMs = startMs + HELD_MS + LATE_MS - Date.now();
        await until(`${person.name} reads that the call is lost`, said, leftMs).catch(() => undefined);
        const afterMs = (said()?.atMs ?? Infinity) - startMs;
        if (Math.abs(afterMs - HELD_MS) > LATE_MS)
          misses.push(`${person.name} read of the end after ${afterMs} ms`);
      }
      // nobody can be called before
      await mend(call, 'silent drop');
      for (const { person, page } of call.sides) {
        await byRole(page, 'button', 'Call again', AGAIN_MS).catch(() =>
          misses.push(`${person.name} has no button "Call again"`),
        );
      }
      return {
        undisturbedMs: call.undisturbedMs,
        madeUpMs: undefined,
        gaps: null,
        backMs: null,
        recovered: 'the call ends',
        saw: seenSince(call, startMs),
        misses,
      };
    },
  },
];
