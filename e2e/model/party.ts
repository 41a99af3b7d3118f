import * as v from 'valibot';
import { LastCall } from '../../lib/call/last-call.ts';
import type { OutcomeCode } from '../../lib/call/outcome.ts';
import { CallState } from '../../lib/call/state.ts';
import { type Controller, createController } from '../../lib/controller/controller.ts';
import type { Clock, Snapshot } from '../../lib/controller/ports.ts';
import { Presence } from '../../lib/controller/presence.ts';
import { createLog } from '../../lib/log/log.ts';
import type { FakeMediaHost } from '../../lib/media/fake.ts';
import type { FakeAir } from '../../lib/media/fake-air.ts';
import {
  type CallId,
  type CommandName,
  ConversationId,
  Name,
  ParticipantId,
  PublicKey,
} from '../../lib/protocol/index.ts';
import type { ServerPort, SignalingEvent } from '../../lib/signaling/port.ts';
import { createServers } from '../../lib/signaling/servers.ts';
import type { Changes, Registry } from '../../server/registry/registry.ts';
import type { VirtualTime } from './virtual-time.ts';
import { createWire, type Wire } from './wire.ts';
import { AS_THE_SYSTEM_PREFERS } from '../../lib/media/sound-choice.ts';

export const TEA = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);

const SERVER = { url: 'https://calls.example.org', accessKey: '' };

/** As the real store parses it. */
const Kept = v.object({ calls: CallState, places: Presence });

/** One installation: the real controller over a fake media host, and a wire to the real registry. */
export interface Party {
  readonly name: string;
  readonly key: PublicKey;
  readonly wire: Wire;
  readonly host: FakeMediaHost;
  readonly controller: () => Controller;
  /** How each call that this party saw ended for it. */
  readonly outcomes: ReadonlyMap<CallId, OutcomeCode | null>;
  /** The calls that are over by what this browser knows, since it was started. */
  readonly callsOver: ReadonlySet<CallId>;
  /** The calls that this person hung up, or whose window it closed. */
  readonly left: Set<CallId>;
  /** The worker dies; its next life goes on from the snapshot. */
  restartWorker(): void;
  /** The same, right after its next snapshot: nothing of what follows from it is done. */
  dieAfterSaving(): void;
  /** Worker and media host die together, as they do in Chrome: they share a process. */
  crashExtension(): void;
  /** The whole browser dies and is started again: of what it knew only the record of the last call is left. */
  crashBrowser(): void;
  /** Somebody, or the system, puts its clock forward, or back. */
  putClock(byMs: number): void;
  /** When it was put back last, by the others' time. */
  putBackAtMs(): number;
  /** When the last word came that a call rings here, or goes on ringing. */
  heardOfRing(callId: CallId): number;
  /** The lid of the machine is closed: no timer fires until it is opened, and then those that were due. */
  fallAsleep(): void;
  wakeUp(): void;
  isAsleep(): boolean;
}

export interface Surroundings {
  readonly time: VirtualTime;
  readonly air: FakeAir;
  readonly registry: () => Registry;
  readonly deliver: (changes: Changes) => void;
  readonly mintCallId: () => CallId;
}

export function createParty(name: string, index: number, surroundings: Surroundings): Party {
  const { time, air, registry, deliver, mintCallId } = surroundings;
  const letter = String.fromCodePoint(97 + index);
  const key = v.parse(PublicKey, `B${letter.repeat(86)}`);
  const me = v.parse(ParticipantId, letter.repeat(22));
  const host = air.host();
  const outcomes = new Map<CallId, OutcomeCode | null>();
  const callsOver = new Set<CallId>();
  const heardOfRing = new Map<CallId, number>();
  let kept: Snapshot | undefined;
  let lastCall: LastCall | null = null;
  /** How far its clock is ahead of the others' time. */
  let aheadMs = 0;
  let putBackAtMs = -Infinity;
  /** While the machine sleeps: what was due meanwhile. */
  let asleep: (() => void)[] | null = null;
  /** The worker dies when its next state is kept, and does nothing of what follows from it. */
  let diesAfterSaving = false;

  const wire = createWire({
    hasNetwork: () => !host.cut,
    registry,
    key,
    clock: time,
    me,
    deliver,
    onArrival,
  });

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
      now: () => time.now() + aheadMs,
      at(timeMs, callback) {
        // as a browser's timer: of the time until then, and the clock may be put meanwhile
        const forget = time.at(timeMs - aheadMs, () => (asleep ? asleep.push(callback) : callback()));
        timers.add(forget);
        return () => {
          timers.delete(forget);
          forget();
        };
      },
    };
    const within = (signal: AbortSignal | undefined) =>
      signal ? AbortSignal.any([signal, over.signal]) : over.signal;
    const port: ServerPort = {
      ...wire,
      onEvent: (listener) =>
        wire.onEvent((event) => {
          for (const callId of ringsIn(event)) heardOfRing.set(callId, time.now());
          return listener(event);
        }),
      send: (command, body, options) =>
        wire.send(command, body, { ...options, signal: within(options.signal) }),
      roster: (where, options) => wire.roster(where, { ...options, signal: within(options.signal) }),
    };
    let before: CallState | undefined;
    const media = host.connect();
    const made = createController({
      media,
      signaling: createServers(() => port),
      triedServers: () => [],
      offline: () => false,
      serverOf: () => ({ server: SERVER, agreed: true, chosen: true, question: null }),
      clock,
      store: {
        async save(snapshot) {
          if (over.signal.aborted) return undefined;
          kept = v.parse(Kept, structuredClone(snapshot));
          if (!diesAfterSaving) return undefined;
          diesAfterSaving = false;
          queueMicrotask(() => reborn(true));
          // nothing of what follows from it is done any more
          return new Promise<never>(() => {});
        },
      },
      lastCallStore: {
        async save(record) {
          if (!over.signal.aborted) lastCall = v.parse(v.nullable(LastCall), structuredClone(record));
        },
      },
      mintCallId,
      sound: () => AS_THE_SYSTEM_PREFERS,
      ringVolume: () => 1,
      log: createLog(() => time.now() + aheadMs),
      onChange() {
        // what still ends in a life that is over changes nothing any more
        if (over.signal.aborted) return;
        const now = made.calls();
        const left = before?.call;
        const said = (callId: CallId) => (now.notice?.callId === callId ? now.notice.code : null);
        const end = (callId: CallId) => {
          callsOver.add(callId);
          outcomes.set(callId, said(callId));
        };
        if (left && now.call?.callId !== left.callId) end(left.callId);
        for (const { callId } of before?.rings ?? []) {
          const still = now.rings.some((each) => each.callId === callId) || now.call?.callId === callId;
          if (!still) end(callId);
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
    proposal: null,
    me: v.parse(Name, name),
  };
  controller.tabShows(index, shown);

  /** The present life is over, and perhaps the media host's with it. */
  function reborn(mediaHostIsThere: boolean): void {
    wire.cut();
    die();
    // the dead life hears nothing more
    host.connect();
    if (!mediaHostIsThere) host.crash();
    ({ controller, die } = live());
    if (kept) controller.resume(kept, lastCall, mediaHostIsThere);
    else if (lastCall) controller.find(lastCall);
    controller.tabShows(index, shown);
    wire.restore();
  }

  return {
    name,
    key,
    wire,
    host,
    controller: () => controller,
    outcomes,
    callsOver,
    left: new Set(),
    restartWorker: () => reborn(true),
    dieAfterSaving() {
      diesAfterSaving = true;
    },
    crashExtension: () => reborn(false),
    crashBrowser() {
      kept = undefined;
      callsOver.clear();
      reborn(false);
    },
    putClock(byMs) {
      aheadMs += byMs;
      if (byMs < 0) putBackAtMs = time.now();
    },
    putBackAtMs: () => putBackAtMs,
    heardOfRing: (callId) => heardOfRing.get(callId) ?? -Infinity,
    isAsleep: () => asleep !== null,
    fallAsleep() {
      asleep = [];
    },
    wakeUp() {
      const due = asleep ?? [];
      asleep = null;
      for (const callback of due) callback();
    },
  };
}

/** The calls of which this says that they ring here. */
function ringsIn(event: SignalingEvent): CallId[] {
  if (event.type === 'entered') return event.rings.map(({ callId }) => callId);
  if (event.type !== 'server') return [];
  const { name, data } = event.event;
  return name === 'call:ring' || name === 'call:renewed' ? [data.callId] : [];
}

/** Nothing is on and nothing is due. */
export function isIdle(party: Party): boolean {
  const { call, rings, rejoinable } = party.controller().calls();
  return call === null && rejoinable === null && rings.length === 0;
}
