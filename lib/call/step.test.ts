import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CallId, ConversationId, Incarnation, Name, ParticipantId } from '../protocol/index.ts';
import { type Call, IDLE } from './state.ts';
import { finish } from './step.ts';

const participant = (letter: string, name: string) => ({
  id: v.parse(ParticipantId, letter.repeat(22)),
  name: v.parse(Name, name),
});
const [ada, bob, eve] = [participant('a', 'Ada'), participant('b', 'Bob'), participant('e', 'Eve')];
const incarnation = v.parse(Incarnation, 'i'.repeat(22));
const outgoing = {
  callId: v.parse(CallId, 'c'.repeat(22)),
  conversation: v.parse(ConversationId, `c1.${'t'.repeat(43)}`),
  me: ada.id,
  muted: false,
  outgoing: true,
  deadlineAt: 1,
} as const;

describe('the same call once more', () => {
  const again = (call: Call) => finish(IDLE, call, { code: 'failed' }, 0).state.notice?.to;

  test('rings the one who was meant, also before it was clear that they could be', () => {
    expect(again({ ...outgoing, phase: 'checking', kind: 'direct', to: bob.id })).toBe(bob.id);
  });

  test('rings the other one of a call for everybody, once there was one', () => {
    const peer = { ...bob, incarnation, joinSeq: 1 };
    const joined = { ...outgoing, kind: 'room', incarnation, joinSeq: 0, peer, peerMuted: false } as const;
    expect(again({ ...joined, phase: 'connecting' })).toBe(bob.id);
  });

  test('rings everybody while nobody had answered', () => {
    const room = { ...outgoing, kind: 'room', to: null } as const;
    expect(again({ ...room, phase: 'checking' })).toBeNull();
    expect(again({ ...room, phase: 'ringing', incarnation, rung: [bob, eve], renewAt: 1 })).toBeNull();
  });
});
