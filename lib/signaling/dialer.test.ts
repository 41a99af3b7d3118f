import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Welcome } from '../protocol/index.ts';
import type { Connection, ConnectionEvents, Ending } from './connection.ts';
import { createDialer, type DialerOptions } from './dialer.ts';

const WELCOME: Welcome = { ok: true, iceServers: [], conversations: [], calls: [] };
const HIGHEST = () => 0.999_999;
/** What a timer of 0 ms takes. */
const GRAIN_MS = 1;
/** Attempts start this far apart, however often somebody hurries. */
const LEAST_MS = 200;

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

interface Dialled {
  readonly atMs: number;
  readonly tell: ConnectionEvents;
  closed: boolean;
}

/** A dialer whose other end is what `server` says at the time; times are counted from its start. */
function dialing(options: Partial<DialerOptions> = {}) {
  const startMs = Date.now();
  let server: 'up' | 'down' | 'silent' = 'up';
  const attempts: Dialled[] = [];
  const said: string[] = [];
  const dialer = createDialer({
    random: HIGHEST,
    event: () => {},
    opened: () => said.push('opened'),
    closed: (why) => said.push(String(why)),
    ...options,
    connect(tell) {
      const dialled: Dialled = { atMs: Date.now() - startMs, tell, closed: false };
      attempts.push(dialled);
      if (server !== 'silent') {
        const isUp = server === 'up';
        queueMicrotask(() => {
          if (dialled.closed) return;
          if (isUp) tell.welcomed(WELCOME);
          else tell.ended({ how: 'lost' });
        });
      }
      const connection: Connection = {
        emit: async () => undefined,
        close: () => (dialled.closed = true),
      };
      return connection;
    },
  });
  return {
    dialer,
    attempts,
    said,
    becomes: (next: typeof server) => (server = next),
    /** The open connection comes to an end by itself. */
    ends: (ending: Ending = { how: 'lost' }) => attempts.at(-1)?.tell.ended(ending),
    gapsMs: () => attempts.slice(1).map(({ atMs }, index) => atMs - (attempts[index]?.atMs ?? 0)),
    open: () => attempts.filter(({ closed }) => !closed).length,
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function opened(options: Partial<DialerOptions> = {}) {
  const world = dialing(options);
  world.dialer.start();
  await pass(0);
  expect(world.said).toEqual(['opened']);
  return world;
}

describe('a lost connection', () => {
  test('is dialled again by itself', async () => {
    const { ends, said } = await opened();
    ends();
    await pass(3_000);
    expect(said).toEqual(['opened', 'null', 'opened']);
  });

  test('of a server that is down is tried at most 2 s apart while a call is on', async () => {
    const { dialer, ends, becomes, gapsMs } = await opened();
    dialer.setInCall(true);
    becomes('down');
    await pass(60_000);
    ends();
    await pass(120_000);
    const [, ...gaps] = gapsMs();
    expect(gaps.length).toBeGreaterThan(55);
    // not much more often, either
    expect(gaps.length).toBeLessThan(65);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2_000 + GRAIN_MS);
  });

  test('of a server that is silent is tried after 2 s, twice, and then left to the attempts of the system', async () => {
    const { dialer, ends, becomes, gapsMs } = await opened();
    dialer.setInCall(true);
    becomes('silent');
    ends();
    await pass(90_000);
    const [, ...gaps] = gapsMs();
    const rounded = gaps.map((gap) => Math.round(gap / 1_000));
    expect(rounded.slice(0, 4)).toEqual([2, 2, 9, 9]);
    expect(Math.max(...rounded)).toBe(9);
  });

  test('in silence is tried shortly again once somebody has answered, if only no', async () => {
    const { dialer, ends, becomes, attempts } = await opened();
    dialer.setInCall(true);
    becomes('silent');
    ends();
    await pass(30_000);
    becomes('down');
    await pass(10_000);
    becomes('silent');
    const before = attempts.length;
    await pass(6_000);
    expect(attempts.length).toBeGreaterThanOrEqual(before + 2);
  });

  test('of a server that is down is tried at most 5 s apart else, one that is silent when 10 s have told nothing', async () => {
    const { ends, becomes, gapsMs } = await opened();
    becomes('down');
    ends();
    await pass(60_000);
    expect(Math.max(...gapsMs())).toBeLessThanOrEqual(5_000);
    becomes('silent');
    await pass(60_000);
    expect(gapsMs().at(-1)).toBe(10_000 + GRAIN_MS);
  });

  test('is waited for no longer than in a call once a call needs it', async () => {
    const { dialer, ends, becomes, attempts } = await opened();
    becomes('silent');
    ends();
    await pass(3_100);
    expect(attempts).toHaveLength(2);
    dialer.setInCall(true);
    await pass(2_000 + GRAIN_MS);
    expect(attempts).toHaveLength(3);
  });

  test('that the server announced is let be for as long as it said, and not in a call', async () => {
    const atRest = await opened();
    atRest.ends({ how: 'lost', awayMs: 8_000 });
    await pass(8_000);
    expect(atRest.attempts).toHaveLength(1);
    await pass(3_000);
    expect(atRest.attempts).toHaveLength(2);
    const calling = await opened();
    calling.dialer.setInCall(true);
    calling.ends({ how: 'lost', awayMs: 8_000 });
    await pass(2_000);
    expect(calling.attempts).toHaveLength(2);
  });

  test('is not dialled once nobody wants it', async () => {
    const { dialer, ends, attempts, open } = await opened();
    ends();
    dialer.stop();
    await pass(600_000);
    expect([attempts.length, open()]).toEqual([1, 1]);
  });
});

describe('an attempt', () => {
  test('that hears of the other end has its time anew', async () => {
    const world = dialing();
    world.becomes('silent');
    world.dialer.setInCall(true);
    world.dialer.start();
    await pass(1_900);
    world.attempts[0]?.tell.heard();
    await pass(1_900);
    expect(world.attempts).toHaveLength(1);
    await pass(100);
    expect(world.attempts[0]?.closed).toBe(true);
    expect(world.said).toEqual(['server-down']);
  });

  test('is the only one there is, over a sleep of hours and a clock that is set back', async () => {
    const { dialer, ends, becomes, attempts } = await opened();
    dialer.setInCall(true);
    becomes('silent');
    ends();
    await pass(10_000);
    for (const jumpMs of [8 * 3_600_000, -24 * 3_600_000]) {
      const before = attempts.length;
      vi.setSystemTime(Date.now() + jumpMs);
      await pass(9_000);
      const since = attempts.length - before;
      expect(since).toBeGreaterThanOrEqual(1);
      expect(since).toBeLessThanOrEqual(3);
      expect(attempts.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(2);
    }
  });
});

describe('a dead connection', () => {
  test('is replaced at once, and its own end means nothing any more', async () => {
    const { dialer, attempts, said } = await opened();
    dialer.replace();
    expect(attempts.map(({ atMs, closed }) => [atMs, closed])).toEqual([
      [0, true],
      [0, false],
    ]);
    await pass(0);
    expect(said).toEqual(['opened', 'null', 'opened']);
  });

  test('that is not open is not replaced', async () => {
    const { dialer, ends, attempts } = await opened();
    ends();
    dialer.replace();
    expect(attempts).toHaveLength(1);
  });
});

describe('in a hurry', () => {
  test('it is dialled now', async () => {
    const { dialer, ends, attempts } = await opened();
    await pass(1_000);
    ends();
    dialer.hurry();
    await pass(0);
    expect(attempts).toHaveLength(2);
  });

  test('however often that is said, attempts are 200 ms apart', async () => {
    const { dialer, ends, becomes, gapsMs } = await opened();
    becomes('down');
    ends();
    for (let round = 0; round < 200; round++) {
      dialer.hurry();
      await pass(5);
    }
    expect(gapsMs().length).toBeGreaterThan(3);
    expect(Math.min(...gapsMs())).toBeGreaterThanOrEqual(200);
  });
});

describe('in a hurry, while an attempt is under way', () => {
  test('one that hangs is given up for another, which is not kept waiting by a knock', async () => {
    const { dialer, ends, becomes, attempts, said } = await opened({
      knock: async () => new Promise<never>(() => {}),
    });
    dialer.setInCall(true);
    becomes('silent');
    ends();
    await pass(20_000);
    const before = attempts.length;
    becomes('up');
    dialer.hurry();
    await pass(LEAST_MS);
    expect(attempts).toHaveLength(before + 1);
    expect(said.at(-1)).toBe('opened');
  });

  test('one that has just begun is let be: its first packet may get through yet', async () => {
    const { dialer, ends, becomes, attempts } = await opened();
    becomes('silent');
    ends();
    await pass(0);
    dialer.hurry();
    await pass(LEAST_MS);
    const before = attempts.length;
    expect(before).toBe(2);
    dialer.hurry();
    await pass(500);
    expect(attempts).toHaveLength(before);
    await pass(500);
    dialer.hurry();
    await pass(0);
    expect(attempts).toHaveLength(before + 1);
    expect(attempts.filter(({ closed }) => !closed)).toHaveLength(2);
  });
});

describe('a server that will not have us', () => {
  test('is asked again after a minute, hurry or not', async () => {
    const { dialer, ends, attempts, said } = await opened();
    ends({ how: 'refused', trouble: 'client-too-old' });
    dialer.hurry();
    dialer.setInCall(true);
    await pass(59_000);
    expect(attempts).toHaveLength(1);
    await pass(1_000);
    expect(attempts).toHaveLength(2);
    expect(said).toEqual(['opened', 'client-too-old', 'opened']);
  });

  test('and has another connection of this installation is left to that one', async () => {
    const { dialer, ends, attempts } = await opened();
    ends({ how: 'refused', trouble: 'replaced' });
    dialer.hurry();
    dialer.replace();
    await pass(3_600_000);
    expect(attempts).toHaveLength(1);
  });
});

describe('with a knock', () => {
  /** Somebody at whose address the knock finds what `answer` says. */
  async function knocking(answer: () => Promise<boolean>, options: Partial<DialerOptions> = {}) {
    const knocks: number[] = [];
    const startMs = Date.now();
    const world = await opened({
      ...options,
      knock: async () => {
        knocks.push(Date.now() - startMs);
        return answer();
      },
    });
    return { ...world, knocks };
  }

  test('a server that does not answer costs one WebSocket, and one every 90 s', async () => {
    const { dialer, ends, becomes, attempts, knocks } = await knocking(async () => false);
    dialer.setInCall(true);
    becomes('down');
    ends();
    await pass(85_000);
    expect(attempts).toHaveLength(2);
    expect(knocks.length).toBeGreaterThan(40);
    await pass(95_000);
    expect(attempts).toHaveLength(3);
  });

  test('one that answers is dialled at once', async () => {
    let there = false;
    const { dialer, ends, becomes, said } = await knocking(async () => there);
    dialer.setInCall(true);
    becomes('down');
    ends();
    await pass(30_000);
    there = true;
    becomes('up');
    await pass(2_000);
    expect(said.at(-1)).toBe('opened');
  });

  test('one to which there is no way, as the system finds after 3 s, is not dialled over and over', async () => {
    const noWay = async () => new Promise<boolean>((resolve) => setTimeout(resolve, 3_000, false));
    const { dialer, ends, becomes, attempts, knocks } = await knocking(noWay);
    dialer.setInCall(true);
    becomes('down');
    ends();
    await pass(85_000);
    expect(knocks.length).toBeGreaterThan(25);
    // the lost one, one after it, and one more at most
    expect(attempts.length).toBeLessThanOrEqual(3);
  });

  test('one whose knock hangs is dialled all the same, by turns, and nothing beside it', async () => {
    const { dialer, ends, becomes, attempts, knocks } = await knocking(
      async () => new Promise<never>(() => {}),
    );
    dialer.setInCall(true);
    becomes('silent');
    ends();
    const [dialled, knocked] = [attempts.length, knocks.length];
    await pass(90_000);
    // six of a kind are all that a browser keeps for one server
    expect(attempts.length - dialled).toBeGreaterThanOrEqual(5);
    expect(attempts.length - dialled).toBeLessThanOrEqual(7);
    expect(knocks.length - knocked).toBeGreaterThanOrEqual(5);
    expect(knocks.length - knocked).toBeLessThanOrEqual(7);
  });

  describe('that goes first', () => {
    const first = { knockFirst: true };

    test('no WebSocket is dialled in silence, whoever hurries, and one at once when the knock is answered', async () => {
      let answer: (there: boolean) => void = () => {};
      const hanging = async () => new Promise<boolean>((resolve) => (answer = resolve));
      const { dialer, ends, becomes, attempts, knocks, said } = await knocking(hanging, first);
      dialer.setInCall(true);
      becomes('silent');
      ends();
      await pass(60_000);
      dialer.hurry();
      await pass(60_000);
      expect(attempts).toHaveLength(1);
      expect(knocks.length).toBeGreaterThan(12);
      becomes('up');
      answer(true);
      await pass(0);
      expect(attempts).toHaveLength(2);
      expect(said.at(-1)).toBe('opened');
    });

    test('a WebSocket that hangs although the knock was answered is soon given up', async () => {
      let answer: (there: boolean) => void = () => {};
      const hanging = async () => new Promise<boolean>((resolve) => (answer = resolve));
      const { dialer, ends, becomes, attempts, knocks } = await knocking(hanging, first);
      dialer.setInCall(true);
      becomes('silent');
      ends();
      await pass(30_000);
      answer(true);
      await pass(0);
      expect(attempts).toHaveLength(2);
      const before = knocks.length;
      await pass(2_000 + GRAIN_MS);
      expect(knocks).toHaveLength(before + 1);
    });

    test('a dead connection is replaced as soon as the knock is answered', async () => {
      const { dialer, attempts, knocks } = await knocking(async () => true, first);
      const before = knocks.length;
      dialer.replace();
      await pass(0);
      expect(knocks).toHaveLength(before + 1);
      expect(attempts.map(({ closed }) => closed)).toEqual([true, false]);
    });

    test('a knock never keeps us out for good: after a minute and a half of no, and five of silence, it is tried', async () => {
      const no = await knocking(async () => false, first);
      no.becomes('down');
      no.ends();
      await pass(100_000);
      expect(no.attempts).toHaveLength(2);
      const silence = await knocking(async () => new Promise<never>(() => {}), first);
      silence.becomes('silent');
      silence.ends();
      await pass(330_000);
      expect(silence.attempts).toHaveLength(2);
    });
  });

  test('an answer that comes when nobody wants the server any more dials nothing', async () => {
    let answer: (there: boolean) => void = () => {};
    const { dialer, ends, becomes, attempts } = await knocking(
      async () => new Promise<boolean>((resolve) => (answer = resolve)),
    );
    becomes('down');
    ends();
    await pass(5_000);
    expect(attempts).toHaveLength(2);
    dialer.stop();
    answer(true);
    await pass(5_000);
    expect(attempts).toHaveLength(2);
  });
});
