import { missesOfHearing } from './finding.ts';
import { gapSince, heardFor, isBack } from './row.ts';
import type { Row } from './row.ts';
import type { LiveCall } from './live-call.ts';

/** From the network's return to sound, both ways. */
const BACK_MS = 3_000;
const TIMES = 5;
const matters = () => true;

type Cut = 'link-down' | 'silent drop';

/** Sound has stopped for so long before anybody is told. */
const TOLD_AFTER_MS = 2_000;
/** The statuses are read four times a second, on a machine that has other things to do. */
const READ_LATE_MS = 1_500;
/** The last packet may have come so long before the cut: silence counts from it. */
const PACKET_MS = 20;
const RECONNECTING = 'Reconnecting…';

/** A short silence is told to nobody, a longer one to both, and when it is over that goes by itself. */
function missesOfTelling({ sides }: LiveCall, startMs: number, backAtMs: number): string[] {
  const silentMs = backAtMs - startMs;
  return sides.flatMap(({ person, sees }) => {
    const said = sees.since(startMs).find(({ atMs, text }) => atMs >= startMs && text.includes(RECONNECTING));
    const afterMs = said && said.atMs - startMs;
    if (silentMs < TOLD_AFTER_MS) {
      return afterMs === undefined
        ? []
        : [`${person.name} read "${RECONNECTING}" of a silence of ${silentMs} ms`];
    }
    if (afterMs === undefined)
      return silentMs < TOLD_AFTER_MS + READ_LATE_MS ? [] : [`${person.name} did not read "${RECONNECTING}"`];
    return afterMs >= TOLD_AFTER_MS - PACKET_MS && afterMs <= TOLD_AFTER_MS + READ_LATE_MS
      ? []
      : [
          `${person.name} read "${RECONNECTING}" after ${afterMs} ms of silence, not after ${TOLD_AFTER_MS} ms`,
        ];
  });
}

/**
 * While some packets come there is a path: the two go on hearing each other, and nobody is alarmed. A browser makes up a lost packet
 * or two (20 ms each), so what is longer by far is a path that was given up; but a steady tone is not asked of it.
 */
function missesOfGoingOn(call: LiveCall, startMs: number): string[] {
  const alarmed = call.sides.filter(({ sees }) =>
    sees.since(startMs).some(({ atMs, text }) => atMs >= startMs && text.includes(RECONNECTING)),
  );
  return [
    ...missesOfHearing(gapSince(call, startMs), TOLD_AFTER_MS),
    ...alarmed.map(({ person }) => `${person.name} read "${RECONNECTING}" though packets came`),
  ];
}

/** Cuts both lines at once. */
export async function cut({ sides }: LiveCall, how: Cut): Promise<void> {
  await Promise.all(sides.map(async ({ line }) => (how === 'link-down' ? line.linkDown() : line.dropAll())));
}

/** Gives both back, and resolves with the Unix time in ms of that. */
export async function mend({ sides }: LiveCall, how: Cut): Promise<number> {
  await Promise.all(sides.map(async ({ line }) => (how === 'link-down' ? line.linkUp() : line.undrop())));
  return Date.now();
}

function cutFor(seconds: number, how: Cut): Row {
  return {
    fault: `the whole network is gone for ${seconds} s (${how})`,
    promise: 'sound is back within 3 s of the network, by itself',
    short: seconds <= 5,
    slow: seconds > 5,
    times: TIMES,
    matters,
    measure: isBack({
      withinMs: BACK_MS,
      strike: async (call) => {
        await cut(call, how);
        await heardFor(seconds * 1000);
        return mend(call, how);
      },
      alsoMissed: missesOfTelling,
    }),
  };
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
    measure: isBack({
      withinMs: BACK_MS,
      strike: async ({ ada }) => {
        await ada.line.changeAddress();
        return Date.now();
      },
    }),
  },
  {
    fault: '30 % of all packets are lost for 20 s',
    promise: 'no silence of 2 s and no "Reconnecting…" meanwhile; whole within 3 s of it',
    short: false,
    times: 1,
    matters,
    measure: isBack({
      withinMs: BACK_MS,
      strike: async ({ network }) => {
        await network.lose(30);
        await heardFor(20_000);
        await network.lose(0);
        return Date.now();
      },
      alsoMissed: missesOfGoingOn,
    }),
  },
];
