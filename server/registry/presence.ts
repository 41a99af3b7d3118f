import {
  LIMITS,
  failure,
  type Ack,
  type Command,
  type ConversationId,
  type ParticipantId,
  type PublicKey,
  type RosterEntry,
} from '../../lib/protocol/index.ts';
import { ringFor, ringLateArrival, resolveRing } from './rings.ts';
import { deliver, type Installation, type State, type Turn } from './state.ts';

export function rosterOf(state: State, conversation: ConversationId): RosterEntry[] {
  const entries: RosterEntry[] = [];
  for (const key of state.conversations.get(conversation) ?? []) {
    const installation = state.installations.get(key);
    const presence = installation?.presences.get(conversation);
    if (installation === undefined || presence === undefined) continue;
    entries.push({ id: presence.id, name: presence.name, busy: installation.engagedIn !== undefined });
  }
  return entries;
}

/** The installation that is this participant here, if it is present. */
export function presentAs(
  state: State,
  conversation: ConversationId,
  id: ParticipantId,
): Installation | undefined {
  for (const key of state.conversations.get(conversation) ?? []) {
    const installation = state.installations.get(key);
    if (installation?.presences.get(conversation)?.id === id) return installation;
  }
  return undefined;
}

export function enter(
  turn: Turn,
  me: Installation,
  command: Command<'conversation:enter'> & { readonly me: ParticipantId },
): Ack<'conversation:enter'> {
  const { conversation, name, me: id } = command;
  const before = me.presences.get(conversation);
  const present = turn.state.conversations.get(conversation) ?? new Set<PublicKey>();
  if (before === undefined) {
    if (present.size >= LIMITS.participantsPerConversation) return failure('conversation-full');
    if (me.presences.size >= LIMITS.conversationsPerInstallation) return failure('too-many-conversations');
    present.add(me.key);
    turn.state.conversations.set(conversation, present);
    turn.notes.push({ what: 'entered', present: present.size });
  }
  if (before?.name !== name) {
    me.presences.set(conversation, { id, name });
    turn.changed.add(conversation);
  }
  ringLateArrival(turn, me, conversation);
  const rings = [...me.rungIn]
    .map((callId) => turn.state.calls.get(callId))
    .filter((call) => call?.conversation === conversation)
    .flatMap((call) => (call === undefined ? [] : ringFor(call, turn.nowMs)));
  return { ok: true, me: id, roster: rosterOf(turn.state, conversation), rings };
}

export function leave(
  turn: Turn,
  me: Installation,
  { conversation }: Command<'conversation:leave'>,
): Ack<'conversation:leave'> {
  if (!me.presences.has(conversation)) return failure('not-in-conversation');
  for (const callId of [...me.rungIn]) {
    const call = turn.state.calls.get(callId);
    if (call?.conversation !== conversation) continue;
    resolveRing(turn, call, me, 'gone');
    deliver(turn, me.key, { name: 'call:ended', data: { callId, reason: 'gone' } });
  }
  removePresence(turn, me, conversation);
  return { ok: true };
}

/** Ends the presence alone; a call that is set up or running does not depend on it. */
export function removePresence(turn: Turn, installation: Installation, conversation: ConversationId): void {
  const present = turn.state.conversations.get(conversation);
  present?.delete(installation.key);
  installation.presences.delete(conversation);
  if (present?.size === 0) turn.state.conversations.delete(conversation);
  turn.changed.add(conversation);
  turn.notes.push({ what: 'left', present: present?.size ?? 0 });
}

/** Tells everybody present each roster that this turn changed, once. */
export function tellRosters(turn: Turn): void {
  for (const conversation of turn.changed) {
    const roster = rosterOf(turn.state, conversation);
    for (const key of turn.state.conversations.get(conversation) ?? []) {
      deliver(turn, key, { name: 'roster:changed', data: { conversation, roster } });
    }
  }
}
