import { LIMITS } from '../../lib/protocol/index.ts';
import { isUnconfirmed, withdrawAnnouncement } from './announcements.ts';
import { endCall } from './end-call.ts';
import { forgetFarewells, nextFarewellMs } from './farewells.ts';
import { removePresence } from './presence.ts';
import { resolveRing } from './rings.ts';
import type { Installation, State, Turn } from './state.ts';

/** When something will be over by itself; undefined when nothing will. */
export function nextDeadlineMs(state: State): number | undefined {
  let next = Infinity;
  for (const { phase } of state.calls.values()) {
    if (phase.name !== 'live') next = Math.min(next, phase.deadlineMs);
    if (phase.name === 'ringing') next = Math.min(next, phase.leaseMs);
  }
  next = Math.min(next, nextFarewellMs(state));
  for (const { lost, repeats } of state.installations.values()) {
    if (lost !== undefined) next = Math.min(next, lossDeadlineMs(lost));
    next = Math.min(next, repeats.nextMs());
  }
  for (const { untilMs } of state.tombstones.values()) next = Math.min(next, untilMs);
  return next === Infinity ? undefined : next;
}

function lossDeadlineMs(lost: NonNullable<Installation['lost']>): number {
  return lost.sinceMs + (lost.graceOver ? LIMITS.placeMs : LIMITS.graceMs);
}

/** Does what is due by now. */
export function expire(turn: Turn): void {
  const { state, nowMs } = turn;
  for (const call of [...state.calls.values()]) {
    if (call.phase.name === 'live') continue;
    if (call.phase.deadlineMs <= nowMs) endCall(turn, call, 'no-answer');
    else if (call.phase.name === 'ringing' && call.phase.leaseMs <= nowMs)
      endCall(turn, call, 'gone', call.caller.participant);
  }
  forgetFarewells(turn);
  for (const installation of [...state.installations.values()]) {
    const { lost, repeats } = installation;
    repeats.forget(nowMs);
    if (lost === undefined) continue;
    if (!lost.graceOver && lossDeadlineMs(lost) <= nowMs) endGrace(turn, installation, lost);
    // The place of a member may be due in the same turn, after a long sleep of the machine.
    const placeKept = lost.graceOver && state.installations.has(installation.key);
    if (placeKept && lossDeadlineMs(lost) <= nowMs) forget(turn, installation);
  }
  for (const [callId, { untilMs }] of state.tombstones) if (untilMs <= nowMs) state.tombstones.delete(callId);
}

/** Presence, rings, claims and calls not yet running end here; a place in a running call is kept longer. */
function endGrace(turn: Turn, installation: Installation, lost: NonNullable<Installation['lost']>): void {
  lost.graceOver = true;
  endRings(turn, installation);
  for (const conversation of [...installation.presences.keys()]) {
    removePresence(turn, installation, conversation);
  }
  if (installation.call?.phase.name !== 'live' && !isUnconfirmed(installation)) forget(turn, installation);
}

/** Nothing of this installation is left: it is gone for everybody. */
export function forget(turn: Turn, installation: Installation): void {
  endRings(turn, installation);
  for (const conversation of [...installation.presences.keys()]) {
    removePresence(turn, installation, conversation);
  }
  const { call } = installation;
  if (call !== undefined) {
    const participant =
      call.members.find((member) => member.key === installation.key)?.participant ??
      call.rung.get(installation.key)?.participant;
    endCall(turn, call, 'gone', participant, installation.key);
  } else if (installation.engagedIn !== undefined) {
    withdrawAnnouncement(turn, installation, installation.engagedIn);
  }
  turn.state.installations.delete(installation.key);
  turn.notes.push({ what: 'installation-gone' });
}

function endRings(turn: Turn, installation: Installation): void {
  for (const callId of [...installation.rungIn]) {
    const call = turn.state.calls.get(callId);
    if (call !== undefined) resolveRing(turn, call, installation, 'gone');
  }
}
