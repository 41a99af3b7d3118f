import { LIMITS, type Command } from '../../lib/protocol/index.ts';
import { withdrawAnnouncement } from './announcements.ts';
import { named } from './rebuild.ts';
import { deliver, type Announcement, type Installation, type State, type Turn } from './state.ts';

/**
 * Somebody is in a call no more that this server knows nothing of, or only from others. Those who name it as a member have
 * waited for it, or will: for them the call is over. Nobody else is concerned.
 */
export function sayFarewell(turn: Turn, me: Installation, { callId, reason }: Command<'call:end'>): void {
  const { state, nowMs } = turn;
  const told = state.announcements.get(callId);
  const ids = new Set([...me.presences.values()].map(({ id }) => id));
  const mine = told?.get(me.key);
  if (mine) ids.add(mine.me);
  withdrawAnnouncement(turn, me, callId);
  if (ids.size === 0) return;

  const farewells = state.farewells.get(callId) ?? new Map();
  farewells.set(me.key, { ids, untilMs: nowMs + LIMITS.endedCallMs });
  state.farewells.set(callId, farewells);
  for (const each of [...(told?.values() ?? [])]) {
    const by = [...ids].map((id) => named(each, id)).find((participant) => participant);
    const waiting = state.installations.get(each.key);
    if (!by || !waiting || waiting.call) continue;
    deliver(turn, each.key, { name: 'call:ended', data: { callId, reason, by } });
    withdrawAnnouncement(turn, waiting, callId);
  }
}

/** Whether the announcer itself, or somebody whom it names, said that this call is over. */
export function isOverBy(state: State, { key, command }: Announcement): boolean {
  const farewells = state.farewells.get(command.callId);
  if (!farewells) return false;
  const ids = command.members.map(({ id }) => id);
  return farewells.has(key) || [...farewells.values()].some((each) => ids.some((id) => each.ids.has(id)));
}

export function nextFarewellMs({ farewells }: State): number {
  return Math.min(
    ...[...farewells.values()].flatMap((each) => [...each.values()].map(({ untilMs }) => untilMs)),
  );
}

export function forgetFarewells({ state, nowMs }: Turn): void {
  for (const [callId, farewells] of state.farewells) {
    for (const [key, { untilMs }] of farewells) if (untilMs <= nowMs) farewells.delete(key);
    if (farewells.size === 0) state.farewells.delete(callId);
  }
}
