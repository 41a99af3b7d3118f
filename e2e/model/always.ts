import assert from 'node:assert/strict';
import { shownRings } from '../../lib/call/outputs.ts';
import { SLACK_MS } from '../../lib/call/timing.ts';
import { type CallId, LIMITS } from '../../lib/protocol/index.ts';
import type { Party } from './party.ts';
import type { World } from './world.ts';

/** From its first sound: the whole ring, the time by which this end waits longer than the server, and a caller's last word. */
const RING_MS = LIMITS.ringMs + SLACK_MS + LIMITS.ringLeaseMs;

const PUT_OFF_MS = LIMITS.placeMs + SLACK_MS;

/** Checks, whenever all is settled, what holds whatever happens. */
export function watch(world: World): void {
  const sinceMs = new Map<Party, Map<CallId, number>>(world.parties.map((party) => [party, new Map()]));
  world.onSettled(() => {
    for (const party of world.parties) {
      checkMicrophone(party);
      checkNothingIsOnAgain(party);
      checkSound(party);
      checkRing(party, sinceMs.get(party) as Map<CallId, number>, world.time.now());
    }
    assert.deepEqual(world.takenUpAgain(), [], 'the server has a call again that it had called over');
  });
}

/** An open microphone implies a call or its set-up. */
function checkMicrophone({ name, host, controller }: Party): void {
  const { call } = controller().calls();
  if (host.microphoneOpenFor === null) return;
  assert.ok(call, `${name}'s microphone is open without a call`);
  assert.notEqual(call.phase, 'checking', `${name}'s microphone is open before anybody can be reached`);
}

/** What is over stays over. */
function checkNothingIsOnAgain({ name, controller, callsOver }: Party): void {
  const { call, rings, rejoinable } = controller().calls();
  for (const each of [call, rejoinable, ...rings])
    if (each)
      assert.ok(!callsOver.has(each.callId), `${name} has a call again that was over: ${each.callId}`);
}

function checkSound({ name, host, controller }: Party): void {
  const { call, rings } = controller().calls();
  if (!call && rings.length === 0) assert.equal(host.tone, 'none', `${name} still sounds`);
}

/**
 * Nothing rings without end, nor for a caller of whom nothing was heard. A machine that sleeps makes no sound. Where a clock was put
 * back, what was due by it is put off, once and by no more than a call's longest time.
 */
function checkRing(party: Party, sinceMs: Map<CallId, number>, nowMs: number): void {
  const { name, host, controller, isAsleep, heardOfRing, putBackAtMs } = party;
  const state = controller().calls();
  const sounding = host.tone === 'none' || isAsleep() ? [] : state.call ? [state.call] : shownRings(state);
  for (const { callId } of sounding) {
    const first = sinceMs.get(callId) ?? nowMs;
    sinceMs.set(callId, first);
    const untilMs = Math.max(first, putBackAtMs() + PUT_OFF_MS) + RING_MS;
    assert.ok(nowMs <= untilMs, `${name} rings without end: ${callId} for ${nowMs - first} ms`);
  }
  if (host.tone !== 'ring' || isAsleep()) return;
  const heard = Math.max(...sounding.map(({ callId }) => heardOfRing(callId)));
  const untilMs = Math.max(heard, putBackAtMs() + LIMITS.ringLeaseMs) + LIMITS.ringLeaseMs;
  assert.ok(nowMs <= untilMs, `${name} rings ${nowMs - heard} ms after the caller's last word`);
}
