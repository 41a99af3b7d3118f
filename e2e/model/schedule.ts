import assert from 'node:assert/strict';
import { INVITE_MS, MICROPHONE_MS, NOTICE_MS, SLACK_MS } from '../../lib/call/timing.ts';
import { LIMITS } from '../../lib/protocol/index.ts';
import { SEEN_EVERY_MS } from '../../lib/call/last-call.ts';
import { ACTS, type ActChoice, at, durationMs } from './acts.ts';
import { watch } from './always.ts';
import { allAgree } from './agree.ts';
import { isIdle, type Party } from './party.ts';
import type { Scenario } from './search.ts';
import { createWorld, type World } from './world.ts';

const NAMES = ['Ada', 'Bob', 'Cid'];

/** So many people in one room, and what always holds is checked. */
async function roomOf(people: number): Promise<World> {
  const world = await createWorld(NAMES.slice(0, people));
  watch(world);
  return world;
}

async function perform(world: World, acts: readonly ActChoice[]): Promise<void> {
  for (const { name, index, more } of acts) {
    await ACTS[name]?.(index, more)(world);
    await world.settle();
  }
}

/** Every network works again but that of somebody who stays away, and everything under way arrives. */
async function calm(world: World, away?: Party): Promise<void> {
  world.air.controlHeld = false;
  world.air.deliverControl();
  for (const party of world.parties) {
    if (party === away) continue;
    const { host, wire } = party;
    host.reachable = true;
    world.air.mend(host);
    wire.restore();
  }
  await world.settle();
  await world.deliverAll();
  // as long as a command waits that came too often
  await world.moveBy(LIMITS.pingMs);
  await world.deliverAll();
}

/** Nobody's microphone hangs or is broken any more either. */
async function repair(world: World): Promise<void> {
  for (const { host } of world.parties) {
    host.broken = false;
    host.microphone = 'opens';
    host.settleMicrophone('opens');
  }
  await calm(world);
}

/** After anybody hangs up, all who were in that call are out of it, silent and agreed. */
export async function hangUpEndsItForBoth([acts, who, people]: Scenario): Promise<void> {
  const world = await roomOf(people);
  await perform(world, acts);
  await calm(world);
  const leaver = at(world, who);
  const { call } = leaver.controller().calls();
  if (!call) return;
  const { callId } = call;
  const others = world.parties.filter((each) => each !== leaver);
  // two who answer one ring are not in a call with each other
  const together = others.filter(({ controller }) => {
    const theirs = controller().calls().call;
    return theirs?.callId === callId && !(theirs.phase === 'joining' && call.phase === 'joining');
  });
  leaver.left.add(callId);
  leaver.controller().command({ type: 'call:hang-up', callId });
  await world.settle();
  await calm(world);
  for (const ring of leaver.controller().calls().rings) {
    leaver.controller().command({ type: 'call:refuse', callId: ring.callId });
  }
  await calm(world);
  assert.ok(isIdle(leaver), 'who hung up is idle');
  assert.equal(leaver.host.microphoneOpenFor, null);
  for (const { name, controller, outcomes } of together) {
    assert.notEqual(controller().calls().call?.callId, callId, `${name} noticed`);
    assert.ok(outcomes.has(callId), `${name} reads what became of it`);
  }
  checkAgreement(world);
}

/**
 * Every limit that one attempt at a call can meet, one after the other: its microphone, the server's word, the ring, an answer and
 * its connection, and the place in a call whose path is broken.
 */
const LIMITS_MS =
  MICROPHONE_MS + INVITE_MS + LIMITS.ringMs + LIMITS.claimMs + LIMITS.connectMs + LIMITS.placeMs + SLACK_MS;

/** By then the last notice was read, and the server has forgotten the last call. */
const FORGOTTEN_MS = NOTICE_MS + LIMITS.endedCallMs;

/** Within the limits all are idle, silent and agreed, and the server counts on no call, though one of them may be away for good. */
export async function everyScheduleComesToRest([acts, who, people]: Scenario): Promise<void> {
  const world = await roomOf(people);
  await perform(world, acts);
  // in half of the schedules one of them never has a network again
  const away = who === 1 ? at(world, 1) : undefined;
  away?.wire.cut();
  await calm(world, away);
  // a call that runs has no deadline of its own: here the path breaks for good
  for (const { host } of world.parties) world.air.cut(host);
  const isAtRest = () => world.parties.every(isIdle) && world.registry().counts().calls === 0;
  await world.pass(LIMITS_MS, isAtRest);
  checkRest(world);
  await world.pass(FORGOTTEN_MS);
  checkRest(world);
  // whoever is away reads of its own trouble what the other cannot know
  if (!away) checkAgreement(world);
}

function checkRest(world: World): void {
  for (const { name, host, controller } of world.parties) {
    const { call, rings, rejoinable } = controller().calls();
    assert.deepEqual({ call, rings, rejoinable }, { call: null, rings: [], rejoinable: null }, name);
    assert.equal(host.microphoneOpenFor, null);
    assert.equal(host.tone, 'none');
  }
  assert.equal(world.registry().counts().calls, 0);
}

/** Of each call that is over, all read the same: the two who had to do with it, and whoever it only rang at. */
function checkAgreement({ parties }: World): void {
  for (const callId of new Set(parties.flatMap(({ outcomes }) => [...outcomes.keys()]))) {
    const reads = parties.map(({ outcomes }) => outcomes.get(callId));
    // whoever left before they heard of each other reads what it did itself
    const left = parties.filter((each) => each.left.has(callId)).length;
    assert.ok(left > 1 || allAgree(reads), `${callId}: ${reads.join(' and ')}`);
  }
}

/** Two who were in a call and whom nobody hung up hear each other again once everything works, within its time. */
export async function aRunningCallRecovers([acts, , people]: Scenario): Promise<void> {
  const world = await roomOf(people);
  await perform(world, CALL_SET_UP);
  const talkers = world.parties.slice(0, 2);
  assert.ok(talkers.every(({ host }) => host.connection === 'connected'));
  await perform(world, harmlessToACall(acts));
  assert.ok(
    talkers.every(({ outcomes }) => outcomes.size === 0),
    'nobody left',
  );
  await repair(world);
  // whoever was asked whether to go back goes back
  for (const { controller } of world.parties) {
    const { rejoinable } = controller().calls();
    if (rejoinable) controller().command({ type: 'call:rejoin', callId: rejoinable.callId });
  }
  await repair(world);
  const isBack = ({ controller }: Party) => {
    const { call } = controller().calls();
    return call?.phase === 'connected' && call.flowing;
  };
  for (let passedMs = 0; passedMs < RECOVERY_MS && !talkers.every(isBack); passedMs += RETRY_MS) {
    await world.moveBy(RETRY_MS);
    await repair(world);
  }
  for (const { name, controller, host } of talkers) {
    const { call } = controller().calls();
    assert.equal(call?.phase, 'connected', `${name} is back`);
    assert.equal(host.connection, 'connected', `${name} is connected`);
    assert.ok(call.flowing, `${name} hears the other`);
    assert.equal(host.muted, call.muted, `${name} is muted as they read`);
  }
}

const CALL_SET_UP: readonly ActChoice[] = ['start', 'everything', 'accept', 'everything'].map((name) => ({
  name,
  index: name === 'accept' ? 1 : 0,
  more: 0,
}));

/** Whatever waits in a media host or for the server is tried again this often; and that many rounds bring two back together. */
const RETRY_MS = 5_000;
const RECOVERY_MS = 4 * RETRY_MS;

/** Those of the acts that a call survives, as long as all of them together last less than its place is held. */
function harmlessToACall(acts: readonly ActChoice[]): ActChoice[] {
  // a record of the call may be that old when its browser crashes
  let leftMs = LIMITS.placeMs - SEEN_EVERY_MS - RECOVERY_MS;
  // by a clock that was put back nobody can tell how old that record is
  const isDated = acts.some(({ name }) => name === 'crashBrowser');
  return acts.filter((act) => {
    const takesMs = durationMs(act);
    if (!HARMLESS_TO_A_CALL.has(act.name) || takesMs >= leftMs || (takesMs < 0 && isDated)) return false;
    leftMs -= Math.max(0, takesMs);
    return true;
  });
}

/** What no person does, and what leaves everybody's microphone alone. */
const HARMLESS_TO_A_CALL: ReadonlySet<string> = new Set([
  'mute',
  'wait',
  'pass',
  'sleep',
  'putClock',
  'up',
  'down',
  'everything',
  'cut',
  'restore',
  'hush',
  'hushAll',
  'mendAir',
  'cutAll',
  'mendAll',
  'refuseCommand',
  'holdControl',
  'crashMedia',
  'killWorker',
  'killWorkerInStep',
  'crashExtension',
  'crashBrowser',
  'restartServer',
  'rejoin',
]);

export const PROPERTIES = { hangUpEndsItForBoth, everyScheduleComesToRest, aRunningCallRecovers } as const;
export type PropertyName = keyof typeof PROPERTIES;
