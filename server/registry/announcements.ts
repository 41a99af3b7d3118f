import type { Ack, CallId, Command, ParticipantId, PublicKey } from '../../lib/protocol/index.ts';
import { othersIn, setBusy, setFree } from './members.ts';
import { join, nameEachOther, rebuild, tellOfJoined } from './rebuild.ts';
import type { Announcement, Call, Installation, State, Turn } from './state.ts';

/**
 * A call from before this server was started is told of by everybody who is in it, in any order. Two who name each other
 * are believed, and after them whoever names one of them and is named by that one. Whoever is named by nobody believed
 * gets nothing, ends nothing, and keeps nobody from coming back, even if it was first: of two groups that tell of one id
 * each is a call of its own.
 */
export function announce(
  turn: Turn,
  me: Installation,
  command: Command<'call:resume'> & { readonly me: ParticipantId },
): Ack<'call:resume'> {
  const { state } = turn;
  const { callId } = command;
  const told = state.announcements.get(callId) ?? new Map<PublicKey, Announcement>();
  if (!told.has(me.key)) turn.notes.push({ what: 'call-announced', callId });
  const mine: Announcement = { key: me.key, me: command.me, command };
  told.set(me.key, mine);
  state.announcements.set(callId, told);

  const partners = [...told.values()].filter((other) => nameEachOther(mine, other));
  const partner = partners.find((other) => callToldBy(state, other)) ?? partners[0];
  if (partner === undefined) {
    setBusy(turn, me, callId);
    return { ok: true, members: command.members, joinSeq: command.joinSeq, missing: [] };
  }
  const call = callToldBy(state, partner) ?? rebuild(turn, partner, mine);
  const before = call.members.length;
  join(turn, call, mine, partner);
  joinThoseNamedNow(turn, call);
  tellOfJoined(turn, call, call.members.slice(before), me.key);
  const own = call.members.find((member) => member.key === me.key);
  return { ok: true, members: othersIn(call, me), joinSeq: own?.joinSeq ?? command.joinSeq, missing: [] };
}

/** Whoever came before them, and waited for one of them to come and say the same. */
function joinThoseNamedNow(turn: Turn, call: Call): void {
  const told = [...(turn.state.announcements.get(call.id)?.values() ?? [])];
  let joining: readonly [Announcement, Announcement] | undefined;
  do {
    const members = told.filter((each) => callToldBy(turn.state, each) === call);
    joining = told
      .filter((each) => !callToldBy(turn.state, each))
      .flatMap((each) => members.map((member) => [each, member] as const))
      .find(([each, member]) => nameEachOther(each, member));
    if (joining) join(turn, call, ...joining);
  } while (joining);
}

/** The call that is on by its word and another's. */
function callToldBy(state: State, { key }: Announcement): Call | undefined {
  return state.installations.get(key)?.call;
}

/** Whether all that is known of its call is its own word. */
export function isUnconfirmed({ engagedIn, call }: Installation): boolean {
  return engagedIn !== undefined && call === undefined;
}

/** What this installation said of a call counts no more. */
export function withdrawAnnouncement(turn: Turn, me: Installation, callId: CallId): void {
  const told = turn.state.announcements.get(callId);
  told?.delete(me.key);
  if (told?.size === 0) turn.state.announcements.delete(callId);
  if (isUnconfirmed(me) && me.engagedIn === callId) setFree(turn, me);
}
