import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../lib/protocol/index.ts';
import { type ActChoice, ACTS } from './acts.ts';
import { describeFailure } from './failure.ts';
import type { Party } from './party.ts';
import { everyScheduleComesToRest, PROPERTIES, type PropertyName } from './schedule.ts';
import { search } from './search.ts';
import { createWorld, type World } from './world.ts';

/** Each property on this many schedules; the whole of CI tries more (npm run test:explore, which also replays a failure). */
const RUNS = Number(process.env['RUNS'] ?? 2_000);
const SEED = 20_261_122;

const WORDS: Record<PropertyName, string> = {
  hangUpEndsItForBoth: 'after anybody hangs up, all who were in that call are out of it, silent and agreed',
  everyScheduleComesToRest: 'within the limits all are idle, silent and agreed',
  aRunningCallRecovers: 'a running call recovers from whatever nobody did on purpose',
};

describe('two or three people, one server, any interleaving', () => {
  test.each(Object.keys(PROPERTIES) as PropertyName[])(
    '%s',
    async (name) => {
      const found = await search(PROPERTIES[name], { runs: RUNS, seed: SEED });
      expect(found.failed ? `${WORDS[name]}\n${describeFailure(name, found)}` : 'holds').toBe('holds');
    },
    120_000,
  );

  test('whatever is on its way when one leaves while the other accepts, both read the same of it', async () => {
    const wrong: string[] = [];
    for (const delivered of deliveries(5, 2)) {
      for (const who of [0, 1]) {
        const words = ['start 0', 'everything 0', 'accept 1', ...delivered, `hangUp ${who}`];
        await everyScheduleComesToRest([acts(words), 0, 2]).catch((error: unknown) => {
          wrong.push(`${words.join(', ')}: ${String(error)}`);
        });
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('of two who accept at once one talks, and the other reads that somebody else does, whatever comes first', async () => {
    const wrong: string[] = [];
    for (const delivered of deliveries(4, 3)) {
      const world = await createWorld(['Ada', 'Bob', 'Cid']);
      await act(world, ['start 0', 'everything 0', 'accept 1', 'accept 2', ...delivered, 'everything 0']);
      const [ada, ...rung] = world.parties;
      const talking = rung.find(({ host }) => host.connection === 'connected');
      const other = rung.find((each) => each !== talking);
      const reads = other && [...other.outcomes.values()];
      const isRight =
        talking && ada?.host.connection === 'connected' && String(reads) === 'answered-elsewhere';
      if (!isRight)
        wrong.push(`${delivered.join(', ')}: ${phases(...world.parties).join(', ')}; ${String(reads)}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('a network that drops everything without a word is found out, and they hear each other soon after it is back', async () => {
    const world = await createWorld(['Ada', 'Bob']);
    await act(world, ['start 0', 'everything 0', 'accept 1', 'everything 0', 'hushAll 0']);
    await world.pass(LIMITS.pingMs);
    await act(world, ['mendAir 0']);
    // a media host tries again every 5 s
    await world.pass(5_000);
    expect(world.parties.map(({ host }) => host.connection)).toEqual(['connected', 'connected']);
  });

  test('two who both forgot a call that was about to begin are not in it for ever', async () => {
    const crash = ['crashBrowser 0', 'crashBrowser 1'];
    const words = ['start 0', 'everything 0', 'unreachable 0', 'accept 1', 'everything 0', ...crash];
    await everyScheduleComesToRest([acts(words), 0, 2]);
  });

  test('two who call each other talk, though one loses the connection before it hears of the call that theirs became', async () => {
    const world = await createWorld(['Ada', 'Bob']);
    const words = ['start 0', 'start 1', 'up 0', 'up 1', 'cut 1', 'restore 1', 'everything 0'];
    await act(world, words);
    expect(phases(...world.parties)).toEqual(['connected', 'connected']);
  });

  test.each([0, 1])(
    'an answer that nobody heard is given again after a restart (first back: %i)',
    async (first) => {
      const world = await createWorld(['Ada', 'Bob']);
      const [ada, bob] = world.parties as [Party, Party];
      await act(world, ['start 0', 'everything 0', 'cut 0', 'start 1', 'everything 0', 'restartServer 0']);
      expect(phases(ada, bob)).toEqual(['ringing', 'connecting']);
      for (const party of [world.parties[first], world.parties[1 - first]]) {
        if (!party) continue;
        party.host.reachable = true;
        world.air.mend(party.host);
        party.wire.restore();
        await world.deliverAll();
      }
      for (let seconds = 0; seconds < LIMITS.renewMs / 1_000; seconds += 1) {
        await world.moveBy(1_000);
        await world.deliverAll();
      }
      expect(phases(ada, bob)).toEqual(['connected', 'connected']);
    },
  );
});

function phases(...parties: readonly Party[]) {
  return parties.map((party) => party.controller().calls().call?.phase);
}

async function act(world: World, words: readonly string[]): Promise<void> {
  for (const { name, index, more } of acts(words)) {
    await ACTS[name]?.(index, more)(world);
    await world.settle();
  }
}

function acts(words: readonly string[]): ActChoice[] {
  return words.map((word) => {
    const [name = '', index] = word.split(' ');
    return { name, index: Number(index), more: 0 };
  });
}

/** Every order of so many messages between people and the server, one after the other. */
function deliveries(count: number, people: number): string[][] {
  if (count === 0) return [[]];
  const next = Array.from({ length: people }, (_, index) => [`up ${index}`, `down ${index}`]).flat();
  return deliveries(count - 1, people).flatMap((before) => next.map((each) => [...before, each]));
}
