import { describe, expect, test } from 'vitest';
import { createPathWatch, type PathSight, type Repair } from './path-watch.ts';

const START = 1_800_000_000_000;

/** A path that is looked at ten times a second; what it looks like changes at certain times. Times in ms from its start. */
function watched(
  untilMs: number,
  story: Readonly<Record<number, Partial<PathSight> | 'want' | 'want-fresh' | 'want-peer'>>,
  answersAfterMs = 50,
  waitsFor: NonNullable<PathSight['open']> = 'wish',
): [number, Repair][] {
  const watch = createPathWatch();
  const repairs: [number, Repair][] = [];
  const sight: PathSight = {
    ...{ connection: 'connected', beyondIce: false, flowing: true, open: null },
    heardAt: START,
  };
  let answeredAt = 0;
  for (let ms = 0; ms <= untilMs; ms += 100) {
    const news = story[ms];
    if (news === 'want') watch.want('ice');
    else if (news === 'want-fresh') watch.wantFresh('ice');
    else if (news === 'want-peer') watch.wantFresh('peer');
    else Object.assign(sight, news);
    if (sight.flowing) Object.assign(sight, { heardAt: START + ms });
    const repair = watch.look({ ...sight, open: ms >= answeredAt ? null : waitsFor }, START + ms);
    if (!repair) continue;
    repairs.push([ms, repair]);
    answeredAt = ms + answersAfterMs;
  }
  return repairs;
}

const lost = { connection: 'disconnected', flowing: false } as const;
const never = Infinity;

describe('the watch over a path', () => {
  test('leaves a path alone that carries', () => {
    expect(watched(60_000, {})).toEqual([]);
  });

  test('gives one 7 s to connect for the first time, then tries again', () => {
    const story = { 0: { connection: 'new', flowing: false, heardAt: 0 } } as const;
    expect(watched(16_000, story)).toEqual([
      [7_000, 'ice'],
      [10_000, 'ice'],
      [15_000, 'ice'],
    ]);
  });

  test('repairs one that failed while it was first connecting, at once', () => {
    const story = { 0: { connection: 'new', flowing: false }, 5_000: { connection: 'failed' } } as const;
    expect(watched(5_500, story)).toEqual([[5_000, 'ice']]);
  });

  test('lets a connection that wavers for less than 2 s mend by itself', () => {
    const story = { 1_000: { connection: 'disconnected' }, 2_900: { connection: 'connected' } } as const;
    expect(watched(10_000, story)).toEqual([]);
  });

  test('begins 2 s after a disconnection in which no sound comes, though the other still speaks', () => {
    const speaking = Object.fromEntries(
      Array.from({ length: 20 }, (_, tenth) => [
        1_100 + tenth * 100,
        { heardAt: START + 1_100 + tenth * 100 },
      ]),
    );
    const story = { ...speaking, 1_000: { connection: 'disconnected', flowing: false } } as const;
    expect(watched(3_000, story, never)).toEqual([[3_000, 'ice']]);
  });

  test('leaves a path alone on which sound still comes, though ICE calls it disconnected: where much is lost, so are its checks', () => {
    expect(watched(60_000, { 1_000: { connection: 'disconnected' } })).toEqual([]);
  });

  test('begins at once where nothing was heard for long, and tries again after 3 s, then every 5 s', () => {
    expect(
      watched(17_000, { 1_000: { connection: 'disconnected', flowing: false, heardAt: 0 } }, never),
    ).toEqual([
      [1_000, 'ice'],
      [4_000, 'ice'],
      [9_000, 'ice'],
      [14_000, 'ice'],
    ]);
  });

  test('begins when nothing at all was heard for 2 s, whatever ICE says', () => {
    expect(watched(4_000, { 1_000: { flowing: false } }, never)).toEqual([[2_900, 'ice']]);
  });

  test('begins once, though it is known only a moment later that sound has stopped', () => {
    const watch = createPathWatch();
    const sight: PathSight = {
      ...{ connection: 'connected', beyondIce: false, flowing: true, open: null },
      heardAt: START,
    };
    const looks = [1_900, 2_000, 2_040, 2_080, 2_120].map((ms) => watch.look(sight, START + ms));
    expect(looks).toEqual([null, 'ice', null, null, null]);
  });

  test('leaves a connected path alone that only sends no sound: the control channel still speaks', () => {
    const speaking = Object.fromEntries(
      Array.from({ length: 20 }, (_, second) => [
        1_000 + second * 1_000,
        { flowing: false, heardAt: START + 1_000 + second * 1_000 },
      ]),
    );
    expect(watched(20_000, speaking)).toEqual([]);
  });

  test('begins at once after the sleep of a machine', () => {
    const watch = createPathWatch();
    const sight: PathSight = {
      ...{ connection: 'connected', beyondIce: false, flowing: true, open: null },
      heardAt: START,
    };
    expect(watch.look(sight, START)).toBe(null);
    expect(watch.look({ ...sight, flowing: false }, START + 180_000)).toBe('ice');
  });

  test('stops when sound flows again, and begins anew the next time', () => {
    const story = {
      1_000: lost,
      6_500: { connection: 'connected', flowing: true },
      20_000: { connection: 'failed', flowing: false },
    } as const;
    expect(watched(22_000, story, never)).toEqual([
      [2_900, 'ice'],
      [5_900, 'ice'],
      [20_000, 'ice'],
    ]);
  });

  test('repairs what is wanted at once, on a path that carries too', () => {
    expect(watched(10_000, { 1_000: 'want', 5_000: 'want-fresh' })).toEqual([
      [1_000, 'ice'],
      [5_000, 'ice'],
    ]);
  });

  test('does one round for those who want it while it is open, and another after 1 s if it stays unanswered', () => {
    expect(watched(10_000, { 1_000: 'want', 1_100: 'want' }, 300)).toEqual([[1_000, 'ice']]);
    expect(watched(10_000, { 1_000: 'want', 1_100: 'want' }, never)).toEqual([
      [1_000, 'ice'],
      [2_000, 'ice'],
    ]);
  });

  test('makes another round after one that left before the network changed again', () => {
    expect(watched(10_000, { 1_000: 'want-fresh', 1_100: 'want-fresh' }, 300)).toEqual([
      [1_000, 'ice'],
      [1_300, 'ice'],
    ]);
  });

  test('makes a new connection after three rounds that were answered and did not connect', () => {
    expect(watched(17_000, { 1_000: lost }).map(([, repair]) => repair)).toEqual([
      'ice',
      'ice',
      'ice',
      'peer',
    ]);
  });

  test('goes on with rounds that nobody answers: the network is what is missing', () => {
    const repairs = watched(60_000, { 1_000: lost }, never);
    expect(repairs.length).toBeGreaterThan(10);
    expect(repairs.every(([, repair]) => repair === 'ice')).toBe(true);
  });

  test('puts no second offer over one that nobody answered, but makes a new connection', () => {
    const repairs = watched(60_000, { 1_000: lost, 58_000: { connection: 'connected' } }, never, 'offer');
    expect(repairs.length).toBeGreaterThan(10);
    expect(new Set(repairs.slice(1).map(([, repair]) => repair))).toEqual(new Set(['peer']));
    const moved = watched(5_000, { 1_000: 'want-fresh', 1_500: 'want-fresh' }, never, 'offer');
    expect(moved).toEqual([
      [1_000, 'ice'],
      [2_000, 'peer'],
    ]);
  });

  test('gives a new connection its time, though the old one has looked well until its silence was 2 s long', () => {
    const watch = createPathWatch();
    const sight: PathSight = {
      ...{ connection: 'connected', beyondIce: false, flowing: true, open: null },
      heardAt: START + 1_000,
    };
    watch.wantFresh('peer');
    const repairs: number[] = [];
    for (let ms = 1_500; ms <= 6_000; ms += 100) {
      if (watch.look({ ...sight, flowing: ms < 3_000 }, START + ms)) repairs.push(ms);
    }
    expect(repairs).toEqual([1_500, 4_500]);
  });

  test('makes a new connection when it failed twice, and when it failed beyond ICE', () => {
    const twice = {
      1_000: { connection: 'failed', flowing: false },
      2_000: { connection: 'disconnected' },
      3_000: { connection: 'failed' },
    } as const;
    expect(watched(4_000, twice, never)).toEqual([
      [1_000, 'ice'],
      [4_000, 'peer'],
    ]);
    const beyond = { 1_000: { connection: 'failed', flowing: false, beyondIce: true } } as const;
    expect(watched(1_500, beyond, never)).toEqual([[1_000, 'peer']]);
  });

  test('makes a new connection as soon as a round has led back to the other and mended nothing, and waits for that one', () => {
    const story = {
      1_000: { connection: 'failed', flowing: false },
      1_500: { beyondIce: true },
    } as const;
    expect(watched(6_900, story)).toEqual([
      [1_000, 'ice'],
      [2_000, 'peer'],
    ]);
  });

  test('makes a new connection when a round has led back to the other and nothing comes of it for 1.5 s', () => {
    const story = {
      1_000: lost,
      4_000: { connection: 'connected', heardAt: START + 4_000 },
      6_000: { flowing: true },
    } as const;
    expect(watched(20_000, story)).toEqual([
      [2_900, 'ice'],
      [5_500, 'peer'],
    ]);
  });

  test('repairs a path that has carried since the last round, and breaks, by a round', () => {
    const story = { 1_000: lost, 4_000: { connection: 'connected', flowing: true }, 60_000: lost } as const;
    expect(watched(62_500, story)).toEqual([
      [2_900, 'ice'],
      [61_900, 'ice'],
    ]);
  });

  test('repairs one that ICE still calls connected by a round, too, if it has carried since the last', () => {
    const story = {
      1_000: lost,
      4_000: { connection: 'connected', flowing: true },
      60_000: { flowing: false },
    } as const;
    expect(watched(62_500, story)).toEqual([
      [2_900, 'ice'],
      [61_900, 'ice'],
    ]);
  });

  test('waits for the answer to a round, though the connection came back before it', () => {
    const story = { 1_000: lost, 4_000: { connection: 'connected', heardAt: START + 4_000 } } as const;
    expect(watched(10_000, story, never)).toEqual([
      [2_900, 'ice'],
      [6_000, 'ice'],
    ]);
  });

  test('makes a new connection when that is wanted', () => {
    expect(watched(10_000, { 1_000: 'want-peer' })).toEqual([[1_000, 'peer']]);
  });

  test('makes a new connection that is wanted while a round is open, and then waits for that', () => {
    const story = { 1_000: 'want', 1_200: 'want-peer', 1_400: 'want-peer' } as const;
    expect(watched(1_900, story, never)).toEqual([
      [1_000, 'ice'],
      [1_200, 'peer'],
    ]);
  });

  test('forgets what failed before a path that has been good for 10 s', () => {
    const story = {
      1_000: { connection: 'failed', flowing: false },
      2_000: { connection: 'connected', flowing: true },
      20_000: { connection: 'failed', flowing: false },
    } as const;
    expect(watched(21_000, story)).toEqual([
      [1_000, 'ice'],
      [20_000, 'ice'],
    ]);
  });
});
