import {
  failure,
  LIMITS,
  type Ack,
  type CallId,
  type Command,
  type ParticipantId,
  type PublicKey,
} from '../../lib/protocol/index.ts';
import { isUnconfirmed, withdrawAnnouncement } from './announcements.ts';
import { claimCall } from './claim.ts';
import { engage } from './members.ts';
import { presentAs } from './presence.ts';
import { addRing, resolveOtherRings, ringFor } from './rings.ts';
import { callOf, deliver, type Call, type CallMember, type Installation, type Turn } from './state.ts';

/** Rings the others, or answers the one who is ringing this installation already (mutual calls fold). */
export function invite(turn: Turn, me: Installation, command: Command<'call:invite'>): Ack<'call:invite'> {
  const { callId, conversation, kind, to } = command;
  if (kind === 'direct' && to === undefined) return failure('malformed');
  const presence = me.presences.get(conversation);
  if (presence === undefined) return failure('not-in-conversation');
  const there = callOf(turn.state, me, callId);
  // another life of the caller's background, or of its socket, asks again; by `again` it cannot know how far it came
  if (there?.caller.key === me.key && (command.again || there.phase.name !== 'live'))
    return asItStands(turn, there);
  if (there || turn.state.tombstones.has(callId)) return failure('call-id-used');
  if (me.engagedIn !== undefined) return failure('in-a-call');

  const mutual = mutualCall(turn, me, command);
  if (mutual !== undefined) return { ...claimCall(turn, mutual, me), folded: true };

  const reachable = candidatesFor(turn, me, command);
  const awaited = awaitedFor(command, reachable, presence.id);
  if (reachable.length === 0 && !awaited?.size) return failure('nobody-reachable');
  for (const other of reachable) takeBackAnswer(turn, other, callId, presence.id);
  const free = reachable.filter((other) => other.engagedIn === undefined);
  if (free.length === 0 && !awaited?.size) return failure('everybody-busy');

  const caller: CallMember = {
    key: me.key,
    participant: { id: presence.id, name: presence.name },
    incarnation: command.incarnation,
    joinSeq: 0,
  };
  const call: Call = {
    id: callId,
    conversation,
    kind,
    caller,
    rung: new Map(),
    awaited,
    members: [caller],
    phase: {
      name: 'ringing',
      deadlineMs: turn.nowMs + command.ringForMs,
      leaseMs: turn.nowMs + LIMITS.ringLeaseMs,
    },
  };
  turn.state.calls.set(callId, call);
  engage(turn, me, call);
  resolveOtherRings(turn, me);
  for (const other of free) {
    const theirs = other.presences.get(conversation);
    if (theirs !== undefined) addRing(call, other, { id: theirs.id, name: theirs.name });
  }
  for (const key of call.rung.keys()) {
    for (const data of ringFor(call, turn.nowMs)) deliver(turn, key, { name: 'call:ring', data });
  }
  turn.notes.push({ what: 'call-ringing', callId, rung: call.rung.size });
  return asItStands(turn, call);
}

/** Whoever told of being in this call with its caller had answered, and was not heard: it is rung, and answers again. */
function takeBackAnswer(turn: Turn, other: Installation, callId: CallId, caller: ParticipantId): void {
  const told = turn.state.announcements.get(callId)?.get(other.key);
  const withCaller = told?.command.members.some(({ id }) => id === caller);
  if (withCaller && isUnconfirmed(other)) withdrawAnnouncement(turn, other, callId);
}

function asItStands(turn: Turn, call: Call): Ack<'call:invite'> {
  return {
    ok: true,
    folded: false,
    rung: [...call.rung.values()].map((party) => party.participant),
    ringForMs: call.phase.name === 'live' ? 0 : Math.max(0, call.phase.deadlineMs - turn.nowMs),
  };
}

/** Whom it rang before a restart and who is not here now. */
function awaitedFor(
  { again, conversation }: Command<'call:invite'>,
  reachable: readonly Installation[],
  me: ParticipantId,
): Set<ParticipantId> | undefined {
  if (again === undefined) return undefined;
  const here = new Set(reachable.map((each) => each.presences.get(conversation)?.id));
  return new Set(again.filter((id) => id !== me && !here.has(id)));
}

/** The earliest call of this conversation that rings here and that this invitation answers. */
function mutualCall(turn: Turn, me: Installation, command: Command<'call:invite'>): Call | undefined {
  for (const call of turn.state.calls.values()) {
    if (call.conversation !== command.conversation || !me.rungIn.has(call.id)) continue;
    // An invitation to everybody is one to whoever is calling from here; one to somebody is to that one only.
    if (command.kind === 'room' || call.caller.participant.id === command.to) return call;
  }
  return undefined;
}

function candidatesFor(turn: Turn, me: Installation, command: Command<'call:invite'>): Installation[] {
  const { state } = turn;
  if (command.again) {
    const meant = command.again.map((id) => presentAs(state, command.conversation, id));
    return meant.filter((other) => other !== undefined && other !== me) as Installation[];
  }
  if (command.kind === 'direct') {
    const other = command.to === undefined ? undefined : presentAs(state, command.conversation, command.to);
    return other === undefined || other === me ? [] : [other];
  }
  return [...(state.conversations.get(command.conversation) ?? new Set<PublicKey>())]
    .filter((key) => key !== me.key)
    .flatMap((key) => state.installations.get(key) ?? []);
}
