import {
  LIMITS,
  failure,
  type Ack,
  type CallId,
  type Command,
  type Participant,
  type ParticipantId,
} from '../../lib/protocol/index.ts';
import { deliverOffer, engage, othersIn, wireMember } from './members.ts';
import {
  deliver,
  type Announcement,
  type Call,
  type CallMember,
  type Installation,
  type State,
  type Turn,
} from './state.ts';

/**
 * A call from before this server was started is told of by everybody who is in it, in any order. Two who name each other
 * are believed, and after them whoever names one of them and is named by that one. Whoever is named by nobody believed
 * gets nothing, ends nothing, and keeps nobody from coming back, even if it was first.
 */
export function announce(
  turn: Turn,
  me: Installation,
  command: Command<'call:resume'> & { readonly me: ParticipantId },
): Ack<'call:resume'> {
  const { state } = turn;
  const { callId } = command;
  const told = state.announcements.get(callId) ?? new Map<Installation['key'], Announcement>();
  const before = told.get(me.key);
  if (before?.overUntilMs !== undefined) return failure('call-over');
  const mine: Announcement = { key: me.key, me: command.me, command, overUntilMs: undefined };
  told.set(me.key, mine);
  state.announcements.set(callId, told);
  if (before === undefined) turn.notes.push({ what: 'call-announced', callId });

  const call = state.calls.get(callId);
  const partners = [...told.values()].filter((other) => nameEachOther(mine, other));
  const believed = call ? partners.filter((each) => isMember(call, each)) : partners;
  if (believed.some((each) => each.overUntilMs !== undefined)) {
    forgetAnnouncements(turn, callId);
    state.tombstones.set(callId, turn.nowMs + LIMITS.endedCallMs);
    return failure('call-over');
  }
  const [partner] = believed;
  if (partner === undefined) {
    if (me.engagedIn === undefined) becomeBusy(turn, me, callId);
    return { ok: true, members: command.members, joinSeq: command.joinSeq, missing: [] };
  }
  const rebuilt = call ?? rebuild(turn, partner);
  join(turn, rebuilt, mine);
  // whoever came before and is named by one of them now
  for (let more = true; more;) {
    const next = [...told.values()].find(
      (each) =>
        !isMember(rebuilt, each) &&
        [...told.values()].some((other) => isMember(rebuilt, other) && nameEachOther(each, other)),
    );
    more = next !== undefined;
    if (next) join(turn, rebuilt, next);
  }
  const { joinSeq } = rebuilt.members.find((each) => each.key === me.key) ?? command;
  return { ok: true, members: othersIn(rebuilt, me), joinSeq, missing: [] };
}

function nameEachOther(one: Announcement, other: Announcement): boolean {
  return (
    one !== other &&
    one.command.conversation === other.command.conversation &&
    names(one, other.me) !== undefined &&
    names(other, one.me) !== undefined
  );
}

function names({ command }: Announcement, id: ParticipantId): Participant | undefined {
  return command.members.find((member) => member.id === id);
}

function isMember(call: Call, { key }: Announcement): boolean {
  return call.members.some((member) => member.key === key);
}

function rebuild(turn: Turn, earlier: Announcement): Call {
  const { callId, conversation, kind } = earlier.command;
  const caller = memberOf(turn.state, earlier);
  const call: Call = {
    id: callId,
    conversation,
    kind,
    // only a ring has to know whose it is
    caller,
    rung: new Map(),
    awaited: undefined,
    members: [caller],
    phase: { name: 'live' },
  };
  turn.state.calls.set(callId, call);
  turn.notes.push({ what: 'call-rebuilt', callId });
  return call;
}

/** Makes it a member, unless it is one, and hands over what offers are good between it and the others. */
function join(turn: Turn, call: Call, announcement: Announcement): void {
  const installation = turn.state.installations.get(announcement.key);
  if (installation) engage(turn, installation, call);
  if (!isMember(call, announcement)) {
    const member = memberOf(turn.state, announcement);
    const taken = call.members.map(({ joinSeq }) => joinSeq);
    if (taken.includes(member.joinSeq)) member.joinSeq = Math.max(...taken) + 1;
    call.members.push(member);
  }
  const mine = call.members.find((each) => each.key === announcement.key);
  const told = turn.state.announcements.get(call.id);
  if (!mine) return;
  for (const other of call.members) {
    if (other === mine) continue;
    deliver(turn, other.key, {
      name: 'call:members',
      data: { callId: call.id, members: call.members.filter((each) => each !== other).map(wireMember) },
    });
    deliverOffer(turn, call, mine, other, announcement.command.offers);
    deliverOffer(turn, call, other, mine, told?.get(other.key)?.command.offers ?? []);
  }
}

/** As the others name it: what somebody calls itself now is nobody else's word. */
function memberOf(state: State, { key, me, command }: Announcement): CallMember {
  const told = [...(state.announcements.get(command.callId)?.values() ?? [])];
  const named = told.map((each) => names(each, me)).find((each) => each !== undefined);
  if (!named) throw new Error('rebuilt with a member whom nobody names');
  const { incarnation, joinSeq } = command;
  return { key, participant: { id: named.id, name: named.name }, incarnation, joinSeq };
}

function becomeBusy(turn: Turn, me: Installation, callId: CallId): void {
  me.engagedIn = callId;
  for (const conversation of me.presences.keys()) turn.changed.add(conversation);
}

/** What this installation announced is over for it: remembered for the others, who may announce it later. */
export function endAnnouncement(turn: Turn, me: Installation, callId: CallId): void {
  const mine = turn.state.announcements.get(callId)?.get(me.key);
  if (!mine) return;
  mine.overUntilMs = turn.nowMs + LIMITS.endedCallMs;
  setFree(turn, me, callId);
}

/** The installation is gone, and what it said with it. */
export function withdrawAnnouncement(turn: Turn, me: Installation, callId: CallId): void {
  const told = turn.state.announcements.get(callId);
  told?.delete(me.key);
  if (told?.size === 0) turn.state.announcements.delete(callId);
  setFree(turn, me, callId);
}

/** The call is over or forgotten: whoever said to be in it and was not believed is in none any more. */
export function forgetAnnouncements(turn: Turn, callId: CallId): void {
  for (const key of turn.state.announcements.get(callId)?.keys() ?? []) {
    const installation = turn.state.installations.get(key);
    if (installation) setFree(turn, installation, callId);
  }
  turn.state.announcements.delete(callId);
}

function setFree(turn: Turn, installation: Installation, callId: CallId): void {
  if (installation.engagedIn !== callId) return;
  installation.engagedIn = undefined;
  for (const conversation of installation.presences.keys()) turn.changed.add(conversation);
}

export function isAnnouncedBy(state: State, installation: Installation): boolean {
  const { engagedIn, key } = installation;
  return engagedIn !== undefined && (state.announcements.get(engagedIn)?.has(key) ?? false);
}

/** Ends that were remembered long enough. */
export function expireAnnouncements({ state, nowMs }: Turn): void {
  for (const [callId, told] of state.announcements) {
    for (const [key, { overUntilMs }] of told)
      if (overUntilMs !== undefined && overUntilMs <= nowMs) told.delete(key);
    if (told.size === 0) state.announcements.delete(callId);
  }
}
