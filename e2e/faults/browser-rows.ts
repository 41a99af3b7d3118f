import { isBackAfterRejoin, REJOIN_PROMISE } from './rejoin.ts';
import type { Row } from './row.ts';

/** A browser that crashes is one that its person starts again. */
export const BROWSER_ROWS: readonly Row[] = [
  {
    fault: 'the browser is killed, and started again with the same profile',
    promise: REJOIN_PROMISE,
    short: false,
    spoils: true,
    installed: true,
    times: 1,
    matters: ([first, second]) => first === second,
    measure: isBackAfterRejoin(async ({ ada }) => {
      await ada.person.kill();
      ada.person = await ada.person.restart();
    }),
  },
];
