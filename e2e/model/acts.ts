import fc from 'fast-check';
import { type Party, TEA } from './party.ts';
import type { World } from './world.ts';

type Act = (world: World) => void | Promise<void>;

export const at = ({ parties }: World, index: number): Party => parties[index % parties.length] as Party;

const WAITS_MS = [100, 2_000, 5_000, 12_000, 16_000, 46_000, 65_000, 125_000];
const waitOf = (more: number): number => WAITS_MS[more % WAITS_MS.length] ?? 100;

const PUT_BY_MS = [-3_600_000, -30_000, -2_000, 2_000, 30_000, 3_600_000];
const putBy = (more: number): number => PUT_BY_MS[more % PUT_BY_MS.length] ?? 0;

/** How long an act takes by the clock of somebody, in ms: less than nothing where that is put back. */
export function durationMs({ name, more }: ActChoice): number {
  if (name === 'putClock') return putBy(more);
  return name === 'wait' || name === 'pass' || name === 'sleep' ? waitOf(more) : 0;
}

/** Everything that people, networks and machines may do to a call, one at a time. */
export const ACTS: Record<string, (index: number, more: number) => Act> = {
  // people
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
    const { controller, left } = at(world, index);
    const { call } = controller().calls();
    if (!call) return;
    left.add(call.callId);
    controller().command({ type: 'call:hang-up', callId: call.callId });
  },
  rejoin: (index) => (world) => {
    const { rejoinable } = at(world, index).controller().calls();
    if (rejoinable) at(world, index).controller().command({ type: 'call:rejoin', callId: rejoinable.callId });
  },
  mute: (index, more) => (world) => {
    const { call } = at(world, index).controller().calls();
    const muted = more % 2 === 0;
    if (call) at(world, index).controller().command({ type: 'call:mute', callId: call.callId, muted });
  },
  closeCallWindow: (index) => (world) => {
    const { controller, host, left } = at(world, index);
    const { call } = controller().calls();
    if (call) left.add(call.callId);
    host.crash(true);
  },
  // time
  wait: (_, more) => (world) => world.moveBy(waitOf(more)),
  pass: (_, more) => (world) => world.pass(waitOf(more)),
  sleep: (index, more) => (world) => world.sleep(at(world, index), waitOf(more)),
  putClock: (index, more) => (world) => at(world, index).putClock(putBy(more)),
  // the network
  up: (index) => (world) => void at(world, index).wire.deliverUp(),
  down: (index) => (world) => void at(world, index).wire.deliverDown(),
  everything: () => (world) => world.deliverAll(),
  cut: (index) => (world) => at(world, index).wire.cut(),
  restore: (index) => (world) => at(world, index).wire.restore(),
  hush: (index) => (world) => at(world, index).wire.hush(),
  hushAll: (index) => (world) => {
    at(world, index).wire.hush();
    world.air.cut(at(world, index).host);
  },
  mendAir: (index) => (world) => world.air.mend(at(world, index).host),
  cutAll: (index) => (world) => {
    at(world, index).wire.cut();
    world.air.cut(at(world, index).host);
  },
  mendAll: (index) => (world) => {
    world.air.mend(at(world, index).host);
    at(world, index).wire.restore();
  },
  refuseCommand: (index, more) => (world) =>
    at(world, index).wire.refuse(more % 2 === 0 ? 'internal' : 'rate-limited'),
  unreachable: (index, more) => (world) => {
    at(world, index).host.reachable = more % 3 !== 0;
  },
  holdControl: (_, more) => (world) => {
    world.air.controlHeld = more % 2 === 0;
    if (!world.air.controlHeld) world.air.deliverControl();
  },
  // machines
  microphone: (index, more) => (world) => {
    at(world, index).host.microphone =
      (['opens', 'hangs', 'microphone-blocked', 'microphone-in-use'] as const)[more % 4] ?? 'opens';
  },
  settleMicrophone: (index, more) => (world) =>
    at(world, index).host.settleMicrophone(more % 2 === 0 ? 'opens' : 'microphone-blocked'),
  unplug: (index) => (world) => at(world, index).host.unplugMicrophone(),
  breakMedia: (index, more) => (world) => {
    at(world, index).host.broken = more % 4 === 0;
  },
  crashMedia: (index) => (world) => at(world, index).host.crash(),
  killWorkerInStep: (index) => (world) => at(world, index).dieAfterSaving(),
  killWorker: (index) => (world) => at(world, index).restartWorker(),
  crashExtension: (index) => (world) => at(world, index).crashExtension(),
  crashBrowser: (index) => (world) => at(world, index).crashBrowser(),
  restartServer: () => (world) => world.restartServer(),
};

/** Ordinary acts are the likely ones, or nearly every schedule would be over before a call began. */
const WEIGHTS: Partial<Record<keyof typeof ACTS, number>> = {
  start: 6,
  accept: 8,
  everything: 12,
  up: 10,
  down: 10,
  restore: 4,
  mendAll: 4,
  rejoin: 3,
  putClock: 3,
};

/** One act of a schedule, printed as a person would write it. */
export interface ActChoice {
  readonly name: string;
  readonly index: number;
  readonly more: number;
}

export const schedules: fc.Arbitrary<ActChoice[]> = fc.array(
  fc
    .tuple(
      fc.oneof(
        ...Object.keys(ACTS).map((name) => ({ weight: WEIGHTS[name] ?? 1, arbitrary: fc.constant(name) })),
      ),
      // as likely each of two as each of three
      fc.nat({ max: 5 }),
      fc.nat({ max: 63 }),
    )
    .map(([name, index, more]) => ({ name, index, more, toString: () => `${name}(${index},${more})` })),
  { maxLength: 60 },
);
