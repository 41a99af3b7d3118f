import * as v from 'valibot';
import {
  CallId,
  ConversationId,
  Incarnation,
  LIMITS,
  Name,
  hashParts,
  randomId,
  toBase64url,
  type CommandBody,
  type Description,
  type Member,
  type Participant,
  type ParticipantId,
  type PeerHeader,
} from '../../lib/protocol/index.ts';
import { connectClient, type TestClient } from './client.ts';

/** A person in the room "tea". */
export interface Person {
  readonly client: TestClient;
  readonly me: Participant;
  readonly incarnation: Incarnation;
}

export const tea = v.parse(ConversationId, `c1.${toBase64url(await hashParts('test', ['tea']))}`);
export const mint = () => v.parse(CallId, randomId());
export const freshIncarnation = () => v.parse(Incarnation, randomId());

/** Comes into the room, by this connection or by a new one. */
export async function arrive(serverUrl: string, name: string, client?: TestClient): Promise<Person> {
  const connected = client ?? (await connectClient(serverUrl));
  const shown = v.parse(Name, name);
  const { me } = await connected.good('conversation:enter', { conversation: tea, name: shown });
  return { client: connected, me: { id: me, name: shown }, incarnation: freshIncarnation() };
}

/** The same installation with the same media host, on a new connection. */
export async function comeBack(serverUrl: string, { client, me, incarnation }: Person): Promise<Person> {
  const again = await connectClient(serverUrl, { identity: client.identity });
  return { ...(await arrive(serverUrl, me.name, again)), incarnation };
}

export function invite(
  from: Person,
  callId: CallId,
  to?: ParticipantId,
  changes: Partial<CommandBody<'call:invite'>> = {},
) {
  return from.client.send('call:invite', {
    callId,
    conversation: tea,
    kind: to === undefined ? 'room' : 'direct',
    ...(to !== undefined && { to }),
    memberLimit: 2,
    ringForMs: LIMITS.ringMs,
    incarnation: from.incarnation,
    ...changes,
  });
}

export function header(callId: CallId, from: Person, to: Person): PeerHeader {
  const incarnations = { from: from.incarnation, to: to.incarnation };
  return { v: 1, callId, from: from.me.id, to: to.me.id, incarnations, negotiation: 0 };
}

export function description(type: 'offer' | 'answer', callId: CallId, from: Person, to: Person): Description {
  return { ...header(callId, from, to), type, sdp: `v=0 ${type}`, candidates: [] };
}

export function accept(
  from: Person,
  callId: CallId,
  to: Person,
  offer = description('offer', callId, from, to),
) {
  return from.client.send('call:accept', { callId, incarnation: from.incarnation, offers: [offer] });
}

/** A call between two people, running. */
export async function callBetween(caller: Person, callee: Person): Promise<CallId> {
  const callId = mint();
  await good(invite(caller, callId, callee.me.id));
  await callee.client.next('call:ring');
  await good(callee.client.send('call:claim', { callId }));
  await good(accept(callee, callId, caller));
  await caller.client.next('call:joined');
  return callId;
}

async function good(ack: Promise<{ readonly ok: boolean }>): Promise<void> {
  const answer = await ack;
  if (!answer.ok) throw new Error(`no call: ${JSON.stringify(answer)}`);
}

export const asMember = ({ me, incarnation }: Person, joinSeq: number): Member => ({
  ...me,
  incarnation,
  joinSeq,
});

/** "I am in this call": `joinSeq` 0 for its caller. */
export function resume(from: Person, callId: CallId, to: Person, joinSeq: 0 | 1) {
  return from.client.send('call:resume', {
    callId,
    conversation: tea,
    kind: 'direct',
    incarnation: from.incarnation,
    joinSeq,
    members: [asMember(to, 1 - joinSeq)],
    offers: [],
  });
}
