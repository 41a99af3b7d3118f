import { createFakeAir, type FakeAir } from '../../lib/media/fake-air.ts';
import { CallId } from '../../lib/protocol/index.ts';
import { type Changes, createRegistry, type Registry } from '../../server/registry/registry.ts';
import * as v from 'valibot';
import { createParty, type Party } from './party.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

export interface World {
  readonly time: VirtualTime;
  readonly air: FakeAir;
  readonly registry: () => Registry;
  readonly parties: readonly Party[];
  /** Called whenever all is settled; what it throws breaks the schedule. */
  onSettled(check: () => void): void;
  /** The calls that the server took up again after it had called them over. */
  takenUpAgain(): readonly CallId[];
  /** Lets every promise that can go on do so. */
  settle(): Promise<void>;
  /** Delivers everything under way, until nothing is. */
  deliverAll(): Promise<void>;
  moveBy(ms: number): Promise<void>;
  /** The same, and whatever is sent meanwhile arrives; sooner over where `enough` says so. */
  pass(ms: number, enough?: () => boolean): Promise<void>;
  /** The server's process dies and is started again: what it held is gone. */
  restartServer(): void;
  /** One machine's lid is closed for that long; everybody else's time goes on. */
  sleep(sleeper: Party, ms: number): Promise<void>;
}

export async function createWorld(names: readonly string[]): Promise<World> {
  const time = createVirtualTime();
  const air = createFakeAir((ms, callback) => void time.at(time.now() + ms, callback));
  let registry = createRegistry();
  let calls = 0;
  let disarm = () => {};
  const checks: (() => void)[] = [];
  const over = new Set<CallId>();
  const takenUpAgain: CallId[] = [];

  function deliver(changes: Changes): void {
    for (const note of changes.notes) {
      if (note.what === 'call-ended') {
        // a place that ran out is nobody's word that the call is over
        if (note.reason !== 'gone') over.add(note.callId);
      } else if ('callId' in note && over.has(note.callId)) takenUpAgain.push(note.callId);
    }
    for (const { to, event } of changes.deliveries) {
      parties.find((party) => party.key === to)?.wire.fromServer(event);
    }
    disarm();
    const due = registry.nextDeadlineMs();
    if (due !== undefined) disarm = time.at(due, () => deliver(registry.expire(time.now())));
  }

  const parties = names.map((name, index) =>
    createParty(name, index, {
      time,
      air,
      registry: () => registry,
      deliver,
      mintCallId: () => v.parse(CallId, String(++calls).padStart(22, '0')),
    }),
  );

  const world: World = {
    time,
    air,
    registry: () => registry,
    parties,
    async settle() {
      // a macrotask: every microtask before it has run, and what those started too
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all(parties.map((party) => party.controller().settled()));
      await new Promise((resolve) => setImmediate(resolve));
      for (const check of checks) check();
    },
    onSettled: (check) => void checks.push(check),
    takenUpAgain: () => takenUpAgain,
    async deliverAll() {
      for (let moved = true; moved;) {
        moved = false;
        for (const { wire } of parties) {
          while (wire.deliverUp()) moved = true;
          while (wire.deliverDown()) moved = true;
        }
        await world.settle();
        moved ||= parties.some(({ wire }) => wire.deliverUp() || wire.deliverDown());
      }
    },
    async moveBy(ms) {
      await time.moveTo(time.now() + ms, () => world.settle());
      deliver(registry.expire(time.now()));
    },
    async pass(ms, enough = () => false) {
      const untilMs = time.now() + ms;
      while (time.now() < untilMs && !enough()) {
        await world.moveBy(Math.max(0, Math.min(time.next() ?? untilMs, untilMs) - time.now()));
        await world.deliverAll();
      }
    },
    restartServer() {
      for (const { wire } of parties) wire.serverRestarted();
      registry = createRegistry();
      over.clear();
      disarm();
    },
    async sleep(sleeper, ms) {
      sleeper.wire.cut();
      air.cut(sleeper.host);
      sleeper.fallAsleep();
      await world.moveBy(ms);
      sleeper.wakeUp();
      air.mend(sleeper.host);
      sleeper.wire.restore();
    },
  };
  for (const party of parties) party.wire.restore();
  await world.deliverAll();
  return world;
}
