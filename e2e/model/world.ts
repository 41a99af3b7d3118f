import * as v from 'valibot';
import type { OutcomeCode } from '../../lib/call/outcome.ts';
import type { CallState } from '../../lib/call/state.ts';
import { type Controller, createController } from '../../lib/controller/controller.ts';
import type { Clock, Snapshot } from '../../lib/controller/ports.ts';
import { createLog } from '../../lib/log/log.ts';
import { createFakeAir, type FakeAir, type FakeMediaHost } from '../../lib/media/fake.ts';
import {
  CallId,
  type CommandName,
  ConversationId,
  Name,
  ParticipantId,
  PublicKey,
} from '../../lib/protocol/index.ts';
import type { SignalingPort } from '../../lib/signaling/port.ts';
import { type Changes, createRegistry, type Registry } from '../../server/registry/registry.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';
import { createWire, type Wire } from './wire.ts';

export const TEA = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);

/** One installation: the real controller over a fake media host, and a wire to the real registry. */
export interface Party {
  readonly name: string;
  readonly key: PublicKey;
  readonly wire: Wire;
  readonly host: FakeMediaHost;
  readonly controller: () => Controller;
  /** How each call that this party saw ended for it. */
  readonly outcomes: ReadonlyMap<CallId, OutcomeCode | null>;
  /** The worker dies; its next life goes on from the snapshot. */
  restartWorker(): void;
}

export interface World {
  readonly time: VirtualTime;
  readonly air: FakeAir;
  readonly registry: Registry;
  readonly parties: readonly Party[];
  /** Lets every promise that can go on do so. */
  settle(): Promise<void>;
  /** Delivers everything under way, until nothing is. */
  deliverAll(): Promise<void>;
  moveBy(ms: number): Promise<void>;
}

export async function createWorld(names: readonly string[]): Promise<World> {
  const time = createVirtualTime();
  const air = createFakeAir();
  const registry = createRegistry();
  let calls = 0;
  let disarm = () => {};

  function deliver(changes: Changes): void {
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
      registry,
      deliver,
      mintCallId: () => v.parse(CallId, String(++calls).padStart(22, '0')),
    }),
  );

  const world: World = {
    time,
    air,
    registry,
    parties,
    async settle() {
      // a macrotask: every microtask before it has run, and what those started too
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all(parties.map((party) => party.controller().settled()));
      await new Promise((resolve) => setImmediate(resolve));
    },
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
  };
  for (const party of parties) party.wire.restore();
  await world.deliverAll();
  return world;
}

interface Surroundings {
  readonly time: VirtualTime;
  readonly air: FakeAir;
  readonly registry: Registry;
  readonly deliver: (changes: Changes) => void;
  readonly mintCallId: () => CallId;
}

function createParty(name: string, index: number, surroundings: Surroundings): Party {
  const { time, air, registry, deliver, mintCallId } = surroundings;
  const letter = String.fromCodePoint(97 + index);
  const key = v.parse(PublicKey, `B${letter.repeat(86)}`);
  const me = v.parse(ParticipantId, letter.repeat(22));
  const host = air.host();
  const outcomes = new Map<CallId, OutcomeCode | null>();
  let kept: Snapshot | undefined;

  const wire = createWire({ registry, key, clock: time, me, deliver, onArrival });

  /** Promise 1, at the moment it matters: an invitation arrives with the microphone open. */
  function onArrival(command: CommandName): void {
    const call = controller.calls().call;
    if (command !== 'call:invite' || call?.phase !== 'inviting') return;
    if (host.microphoneOpenFor !== call.callId) throw new Error('rang before the microphone was open');
  }

  /** One life of the worker: when it is over its timers never fire and its commands are never repeated. */
  function live(): { readonly controller: Controller; die(): void } {
    const over = new AbortController();
    const timers = new Set<() => void>();
    const clock: Clock = {
      now: time.now,
      at(timeMs, callback) {
        const forget = time.at(timeMs, callback);
        timers.add(forget);
        return () => {
          timers.delete(forget);
          forget();
        };
      },
    };
    const within = (signal: AbortSignal | undefined) =>
      signal ? AbortSignal.any([signal, over.signal]) : over.signal;
    const signaling: SignalingPort = {
      ...wire,
      send: (command, body, options) =>
        wire.send(command, body, { ...options, signal: within(options.signal) }),
      roster: (where, options) => wire.roster(where, { ...options, signal: within(options.signal) }),
    };
    let before: CallState | undefined;
    const media = host.connect();
    const made = createController({
      media,
      signaling,
      clock,
      store: {
        async save(snapshot) {
          kept = structuredClone(snapshot);
        },
      },
      mintCallId,
      soundProcessing: () => true,
      log: createLog(time.now),
      onChange() {
        const now = made.calls();
        const left = before?.call;
        const said = (callId: CallId) => (now.notice?.callId === callId ? now.notice.code : null);
        if (left && now.call?.callId !== left.callId) outcomes.set(left.callId, said(left.callId));
        for (const { callId } of before?.rings ?? []) {
          const still = now.rings.some((each) => each.callId === callId) || now.call?.callId === callId;
          if (!still) outcomes.set(callId, said(callId));
        }
        before = now;
      },
    });
    return {
      controller: made,
      die() {
        over.abort(new DOMException('The worker died', 'AbortError'));
        for (const forget of timers) forget();
      },
    };
  }

  let { controller, die } = live();
  const shown = {
    conversation: TEA,
    myId: me,
    title: v.parse(Name, 'tea'),
    site: 'localhost',
    me: v.parse(Name, name),
  };
  controller.tabShows(index, shown);

  return {
    name,
    key,
    wire,
    host,
    controller: () => controller,
    outcomes,
    restartWorker() {
      wire.cut();
      die();
      ({ controller, die } = live());
      if (kept) controller.resume(kept, true);
      controller.tabShows(index, shown);
      wire.restore();
    },
  };
}

/** Nothing is on and nothing is due. */
export function isIdle(party: Party): boolean {
  const { call, rings } = party.controller().calls();
  return call === null && rings.length === 0;
}
