import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutcomeCode } from '../../lib/call/outcome.ts';
import { NOTICE_MS } from '../../lib/call/timing.ts';
import { LIMITS } from '../../lib/protocol/index.ts';
import { createWorld, isIdle, type Party, TEA, type World } from './world.ts';

const RUNS = Number(process.env['RUNS'] ?? 3_000);
const SEED = Number(process.env['SEED'] ?? 20_261_122);

type Act = (world: World) => void | Promise<void>;
const party = fc.nat({ max: 1 });
const at = (world: World, index: number): Party => world.parties[index] as Party;

/** Everything that people, networks and machines may do to a call, one at a time. */
const ACTS: Record<string, (index: number, more: number) => Act> = {
  start: (index) => (world) =>
    at(world, index).controller().command({ type: 'call:start', conversation: TEA, to: null }),
  accept: (index) => (world) => {
    const [ring] = at(world, index).controller().calls().rings;
    if (ring) at(world, index).controller().command({ type: 'call:accept', callId: ring.callId });
  },
  refuse: (index) => (world) => {
    const [ring] = at(world, index).controller().calls().rings;
    if (ring) at(world, index).controller().command({ type: 'call:refuse', callId: ring.callId });
  },
  hangUp: (index) => (world) => {
    const { call } = at(world, index).controller().calls();
    if (call) at(world, index).controller().command({ type: 'call:hang-up', callId: call.callId });
  },
  mute: (index, more) => (world) => {
    const { call } = at(world, index).controller().calls();
    if (call)
      at(world, index)
        .controller()
        .command({ type: 'call:mute', callId: call.callId, muted: more % 2 === 0 });
  },
  up: (index) => (world) => void at(world, index).wire.deliverUp(),
  down: (index) => (world) => void at(world, index).wire.deliverDown(),
  everything: () => (world) => world.deliverAll(),
  cut: (index) => (world) => at(world, index).wire.cut(),
  restore: (index) => (world) => at(world, index).wire.restore(),
  wait: (_, more) => (world) => world.moveBy([100, 2_000, 12_000, 46_000, 65_000][more % 5] ?? 100),
  microphone: (index, more) => (world) => {
    at(world, index).host.microphone =
      (['opens', 'hangs', 'microphone-blocked', 'microphone-in-use'] as const)[more % 4] ?? 'opens';
  },
  settleMicrophone: (index, more) => (world) =>
    at(world, index).host.settleMicrophone(more % 2 === 0 ? 'opens' : 'microphone-blocked'),
  unplug: (index) => (world) => at(world, index).host.unplugMicrophone(),
  holdControl: (_, more) => (world) => {
    world.air.controlHeld = more % 2 === 0;
    if (!world.air.controlHeld) world.air.deliverControl();
  },
  breakMedia: (index, more) => (world) => {
    at(world, index).host.broken = more % 4 === 0;
  },
  unreachable: (index, more) => (world) => {
    at(world, index).host.reachable = more % 3 !== 0;
  },
  failMedia: (index) => (world) => at(world, index).host.setConnection('failed'),
  crashMedia: (index) => (world) => at(world, index).host.crash(),
  closeCallWindow: (index) => (world) => at(world, index).host.crash(true),
  killWorker: (index) => (world) => at(world, index).restartWorker(),
};

/** Ordinary acts are the likely ones, or nearly every schedule would be over before a call began. */
const WEIGHTS: Partial<Record<keyof typeof ACTS, number>> = {
  start: 6,
  accept: 8,
  everything: 8,
  up: 10,
  down: 10,
};

const act = fc
  .tuple(
    fc.oneof(
      ...Object.keys(ACTS).map((name) => ({ weight: WEIGHTS[name] ?? 1, arbitrary: fc.constant(name) })),
    ),
    party,
    fc.nat({ max: 59 }),
  )
  .map(([name, index, more]) => ({ name, index, more, toString: () => `${name}(${index},${more})` }));

/** Open microphone implies a call or its set-up; and only after an answer may a callee's media host make an offer. */
function checkAlways(world: World): void {
  for (const each of world.parties) {
    const { call } = each.controller().calls();
    if (each.host.microphoneOpenFor !== null) {
      expect(call, `${each.name}'s microphone is open without a call`).not.toBeNull();
      expect(call?.phase).not.toBe('checking');
    }
    const ringing = each.controller().calls().rings.length > 0;
    if (!call && !ringing) expect(each.host.tone, `${each.name} still sounds`).toBe('none');
  }
}

async function run(
  world: World,
  acts: readonly { name: string; index: number; more: number }[],
): Promise<void> {
  for (const { name, index, more } of acts) {
    await ACTS[name]?.(index, more)(world);
    await world.settle();
    checkAlways(world);
  }
}

async function calm(world: World): Promise<void> {
  world.air.controlHeld = false;
  world.air.deliverControl();
  for (const each of world.parties) each.wire.restore();
  await world.settle();
  await world.deliverAll();
  checkAlways(world);
}

/**
 * What two people may read of one call, so that neither believes anything else happened. `null`: nothing is said (the one
 * who refused knows it; a ring that a call of one's own ended).
 */
const AGREED: Partial<Record<string, readonly (OutcomeCode | null)[]>> = {
  refused: [null],
  busy: [null, 'missed'],
  'no-answer': [null, 'missed', 'call-over', 'microphone-timeout'],
  cancelled: [
    null,
    'missed',
    'call-over',
    'ended',
    'peer-changed-mind',
    'refused',
    'server-down',
    'no-answer',
    // both gave up at the same moment: one the call, the other its answer
    'cancelled',
  ],
  'server-down': [null, 'missed', 'call-over', 'no-answer', 'peer-failed'],
  'server-lost': [null, 'missed', 'call-over', 'no-answer', 'server-lost'],
  'microphone-failed': [
    null,
    'missed',
    'call-over',
    'peer-microphone-failed',
    'connection-failed',
    'caller-microphone',
  ],
  'microphone-blocked': [null, 'peer-microphone-blocked', 'no-answer'],
  'microphone-in-use': [null, 'peer-microphone-in-use', 'no-answer'],
  'microphone-timeout': [null, 'no-answer'],
  'media-lost': [null, 'missed', 'call-over', 'peer-failed', 'connection-failed', 'ended', 'media-lost'],
  failed: [null, 'missed', 'call-over', 'peer-failed', 'connection-failed', 'ended', 'failed'],
  'connection-failed': ['connection-failed', 'ended'],
  ended: ['ended', 'peer-changed-mind', 'server-down', 'no-answer'],
  missed: [null],
};

const OWN_TROUBLE = /^(server-|microphone-|media-lost|failed)/;

/** Nobody joined: what the other side reads of a call that trouble here kept from beginning. */
const NO_CALL: ReadonlySet<OutcomeCode | null> = new Set(['no-answer', 'cancelled', 'missed', null]);

function agree(one: OutcomeCode | null | undefined, other: OutcomeCode | null | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  // two troubles at once: each is told its own, and both that there was no call
  const [mine, theirs] = [OWN_TROUBLE.test(String(one)), OWN_TROUBLE.test(String(other))];
  if (mine ? theirs || NO_CALL.has(other) : theirs && NO_CALL.has(one)) return true;
  return (AGREED[String(one)]?.includes(other) || AGREED[String(other)]?.includes(one)) ?? false;
}

describe('two people, one server, any interleaving', () => {
  test('after either hangs up, both are idle, silent and agreed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), party, async (acts, who) => {
        const world = await createWorld(['Ada', 'Bob']);
        await run(world, acts);
        await calm(world);
        const { call } = at(world, who).controller().calls();
        if (!call) return;
        const other = at(world, 1 - who);
        const together = other.controller().calls().call?.callId === call.callId;
        at(world, who).controller().command({ type: 'call:hang-up', callId: call.callId });
        await world.settle();
        await calm(world);
        for (const { callId } of at(world, who).controller().calls().rings) {
          at(world, who).controller().command({ type: 'call:refuse', callId });
        }
        await calm(world);
        expect(isIdle(at(world, who))).toBe(true);
        expect(at(world, who).host.microphoneOpenFor).toBeNull();
        if (together) expect(isIdle(other), 'the other side noticed').toBe(true);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 60_000);

  test('after all deadlines, both are idle, silent and agreed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const world = await createWorld(['Ada', 'Bob']);
        await run(world, acts);
        for (let times = 0; times < 6; times++) {
          await calm(world);
          // a call that runs has no deadline of its own: here somebody's path breaks
          for (const each of world.parties) each.host.setConnection('failed');
          await world.settle();
          await calm(world);
          await world.moveBy(LIMITS.claimMs + NOTICE_MS);
        }
        for (const each of world.parties) {
          expect(isIdle(each), `${each.name} is idle`).toBe(true);
          expect(each.host.microphoneOpenFor).toBeNull();
          expect(each.host.tone).toBe('none');
        }
        expect(world.registry.counts().calls).toBe(0);
        const [ada, bob] = world.parties as [Party, Party];
        for (const [callId, outcome] of ada.outcomes) {
          const theirs = bob.outcomes.get(callId);
          expect(agree(outcome, theirs), `${callId}: ${outcome} and ${theirs}`).toBe(true);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 60_000);
});

test('a call window that the person closes is a hang-up at both, not a loss', async () => {
  const world = await createWorld(['Ada', 'Bob']);
  await run(world, [
    { name: 'start', index: 0, more: 0 },
    { name: 'everything', index: 0, more: 0 },
    { name: 'accept', index: 1, more: 0 },
    { name: 'everything', index: 0, more: 0 },
  ]);
  const { call } = at(world, 0).controller().calls();
  expect(call?.phase).toBe('connected');
  await run(world, [{ name: 'closeCallWindow', index: 0, more: 0 }]);
  await calm(world);
  const ends = world.parties.map(({ outcomes }) => (call ? outcomes.get(call.callId) : undefined));
  expect(ends).toEqual(['ended', 'ended']);
});
