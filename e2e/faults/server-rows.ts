import { costsNothing, heardFor } from './row.ts';
import type { Row } from './row.ts';

const promise = 'the server only introduces: no gap';

function serverGoneFor(
  forMs: number,
  inWords: string,
): Pick<Row, 'fault' | 'promise' | 'times' | 'matters' | 'measure'> {
  return {
    fault: `the call server is killed and is away for ${inWords}`,
    promise,
    times: 1,
    matters: () => true,
    measure: costsNothing(async ({ server }) => {
      await server.kill();
      await heardFor(forMs);
      await server.start();
    }),
  };
}

/** What happens to the call server costs a call nothing. */
export const SERVER_ROWS: readonly Row[] = [
  { ...serverGoneFor(1_000, '1 s'), short: true },
  { ...serverGoneFor(30_000, '30 s'), short: false },
  { ...serverGoneFor(180_000, '3 min'), short: false },
];
