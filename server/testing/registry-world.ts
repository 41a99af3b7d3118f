import * as v from 'valibot';
import {
  CallId,
  CommandId,
  ConversationId,
  Incarnation,
  LIMITS,
  Name,
  ParticipantId,
  PublicKey,
  type Ack,
  type AnyServerEvent,
  type Candidate,
  type CommandBody,
  type CommandName,
  type Description,
  type Member,
  type PeerHeader,
} from '../../lib/protocol/index.ts';
import { createRegistry, type Changes, type RegistryCommand } from '../registry/registry.ts';

/** Ids of the right form that read as what they are. */
const padded = (text: string, length: number) => text.padEnd(length, '_');
export const call = (name: string) => v.parse(CallId, padded(name, 22));
export const conversation = (name: string) => v.parse(ConversationId, `c1.${padded(name, 43)}`);
export const keyOf = (person: string) => v.parse(PublicKey, `B${padded(person, 86)}`);
export const idOf = (person: string, room = 'tea') => v.parse(ParticipantId, padded(`${person}-${room}`, 22));
export const incarnationOf = (person: string) => v.parse(Incarnation, padded(`host-${person}`, 22));
export const memberOf = (person: string, joinSeq: number): Member => ({
  ...who(person),
  incarnation: incarnationOf(person),
  joinSeq,
});
export const who = (person: string) => ({ id: idOf(person), name: v.parse(Name, person) });

/** A registry with people in it, for tests that read as what the people do. */
export class World {
  readonly registry = createRegistry();
  nowMs = 0;
  readonly #told = new Map<PublicKey, AnyServerEvent[]>();
  #commands = 0;

  /** Connects each person and brings them into the room "tea". */
  constructor(...people: string[]) {
    for (const person of people) {
      this.connect(person);
      this.enter(person);
    }
    this.#told.clear();
  }

  connect(person: string) {
    return this.registry.connect(keyOf(person), this.nowMs);
  }

  lose(person: string): void {
    this.registry.disconnect(keyOf(person), this.nowMs);
  }

  do<N extends CommandName>(person: string, name: N, body: CommandBody<N>, commandId?: string): Ack<N> {
    this.#commands += 1;
    const id = v.parse(CommandId, padded(commandId ?? String(this.#commands), 22));
    const command = { ...body, commandId: id } as unknown as RegistryCommand<N>;
    const { ack, ...changes } = this.registry.handle(keyOf(person), name, command, this.nowMs);
    this.#keep(changes);
    return ack;
  }

  enter(person: string, room = 'tea', name = person) {
    const body = { conversation: conversation(room), name: v.parse(Name, name), me: idOf(person, room) };
    return this.do(person, 'conversation:enter', body);
  }

  leave(person: string, room = 'tea') {
    return this.do(person, 'conversation:leave', { conversation: conversation(room) });
  }

  /** Rings one person, or everybody. */
  invite(person: string, callName: string, to?: string, room = 'tea') {
    return this.do(person, 'call:invite', {
      callId: call(callName),
      conversation: conversation(room),
      kind: to === undefined ? 'room' : 'direct',
      ...(to !== undefined && { to: idOf(to, room) }),
      memberLimit: 2,
      ringForMs: LIMITS.ringMs,
      incarnation: incarnationOf(person),
    });
  }

  claim(person: string, callName: string) {
    return this.do(person, 'call:claim', { callId: call(callName) });
  }

  accept(person: string, callName: string, to: string, changes: Partial<Description> = {}) {
    return this.do(person, 'call:accept', {
      callId: call(callName),
      incarnation: incarnationOf(person),
      offers: [description('offer', person, to, callName, changes)],
    });
  }

  /** "I am in this call", with these others: the first by the alphabet called. */
  resume(
    person: string,
    callName: string,
    others: readonly string[],
    changes: Partial<CommandBody<'call:resume'>> = {},
    room = 'tea',
  ) {
    return this.do(person, 'call:resume', {
      callId: call(callName),
      conversation: conversation(room),
      kind: 'direct',
      incarnation: incarnationOf(person),
      joinSeq: person < (others[0] ?? '') ? 0 : 1,
      members: others.map((other) => memberOf(other, other < person ? 0 : 1)),
      offers: [],
      ...changes,
      me: idOf(person, room),
    } as CommandBody<'call:resume'>);
  }

  /** A call between two people, running. */
  callBetween(caller: string, callee: string, callName = 'call'): void {
    this.invite(caller, callName, callee);
    this.claim(callee, callName);
    const ack = this.accept(callee, callName, caller);
    if (!ack.ok) throw new Error(`no call: ${ack.code}`);
    this.#told.clear();
  }

  /** Lets time pass, with everything that falls due on the way. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const next = this.registry.nextDeadlineMs();
      if (next === undefined || next > untilMs) break;
      this.nowMs = Math.max(this.nowMs, next);
      this.#keep(this.registry.expire(this.nowMs));
    }
    this.nowMs = untilMs;
  }

  /** The same while somebody's call rings, and its caller says every few seconds that it is still there. */
  passRinging(caller: string, callName: string, ms: number): void {
    const untilMs = this.nowMs + ms;
    while (this.nowMs < untilMs) {
      this.pass(Math.min(LIMITS.renewMs, untilMs - this.nowMs));
      this.do(caller, 'call:renew', { callId: call(callName) });
    }
  }

  /** What this person was told since the last look, rosters and renewals left out. */
  told(person: string): AnyServerEvent[] {
    const events = this.#told.get(keyOf(person)) ?? [];
    this.#told.set(keyOf(person), []);
    return events.filter((event) => event.name !== 'roster:changed' && event.name !== 'call:renewed');
  }

  /** How often this person was told since the last look that the caller is still there. */
  renewals(person: string): number {
    const events = this.#told.get(keyOf(person)) ?? [];
    this.#told.set(keyOf(person), []);
    return events.filter((event) => event.name === 'call:renewed').length;
  }

  /** The rosters this person was told since the last look, each as `name` or `name (busy)`. */
  rosters(person: string): string[][] {
    const events = this.#told.get(keyOf(person)) ?? [];
    this.#told.set(keyOf(person), []);
    return events.flatMap((event) =>
      event.name === 'roster:changed'
        ? [event.data.roster.map(({ name, busy }) => (busy ? `${name} (busy)` : name))]
        : [],
    );
  }

  #keep({ deliveries }: Changes): void {
    for (const { to, event } of deliveries) {
      this.#told.set(to, [...(this.#told.get(to) ?? []), event]);
    }
  }
}

export function header(from: string, to: string, callName: string): PeerHeader {
  return {
    v: 1,
    callId: call(callName),
    from: idOf(from),
    to: idOf(to),
    incarnations: { from: incarnationOf(from), to: incarnationOf(to) },
    negotiation: 0,
  };
}

export function description(
  type: 'offer' | 'answer',
  from: string,
  to: string,
  callName: string,
  changes: Partial<Description> = {},
): Description {
  return { ...header(from, to, callName), type, sdp: 'v=0', candidates: [] as Candidate[], ...changes };
}

/** The event that ends a call for somebody. */
export function ended(callName: string, reason: string, by?: string) {
  return {
    name: 'call:ended',
    data: { callId: call(callName), reason, ...(by !== undefined && { by: who(by) }) },
  };
}
