import { heardFor, isBackWithin } from './row.ts';
import type { Row } from './row.ts';
import type { LiveCall } from './live-call.ts';

/** From the network's return to sound, both ways. */
const BACK_MS = 3_000;
const TIMES = 5;
const matters = () => true;

type Cut = 'link-down' | 'silent drop';

function cutFor(seconds: number, cut: Cut): Row {
  return {
    fault: `the whole network is gone for ${seconds} s (${cut})`,
    promise: 'sound is back within 3 s of the network, by itself',
    short: seconds <= 5,
    slow: seconds > 5,
    times: TIMES,
    matters,
    measure: isBackWithin(BACK_MS, async (call) => {
      await Promise.all(
        call.sides.map(async ({ line }) => (cut === 'link-down' ? line.linkDown() : line.dropAll())),
      );
      await heardFor(seconds * 1000);
      await Promise.all(
        call.sides.map(async ({ line }) => (cut === 'link-down' ? line.linkUp() : line.undrop())),
      );
      return Date.now();
    }),
  };
}

async function changeAddress({ ada }: LiveCall): Promise<number> {
  await ada.line.changeAddress();
  return Date.now();
}

/** What happens to the network below the browsers. */
export const NETWORK_ROWS: readonly Row[] = [
  ...[1, 5, 30, 90].flatMap((seconds) => [cutFor(seconds, 'link-down'), cutFor(seconds, 'silent drop')]),
  {
    fault: 'one of the two gets another address',
    promise: 'sound is back within 3 s, by itself',
    short: false,
    times: TIMES,
    matters,
    measure: isBackWithin(BACK_MS, changeAddress),
  },
  {
    fault: '30 % of all packets are lost for 20 s',
    promise: 'the call goes on; whole again within 3 s',
    short: false,
    times: 1,
    matters,
    measure: isBackWithin(BACK_MS, async ({ network }) => {
      await network.lose(30);
      await heardFor(20_000);
      await network.lose(0);
      return Date.now();
    }),
  },
];
