import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CallId, ConversationId, Incarnation, Name, ParticipantId } from '../protocol/index.ts';
import { badgeOf } from './outputs.ts';
import { type CallState, IDLE } from './state.ts';

const me = v.parse(ParticipantId, 'a'.repeat(22));
const from = { id: v.parse(ParticipantId, 'b'.repeat(22)), name: v.parse(Name, 'Bob') };
const about = {
  callId: v.parse(CallId, 'c'.repeat(22)),
  conversation: v.parse(ConversationId, `c1.${'t'.repeat(43)}`),
  kind: 'room',
  me,
} as const;
const REJOINABLE: CallState = {
  ...IDLE,
  rejoinable: {
    ...about,
    peer: { ...from, incarnation: v.parse(Incarnation, 'i'.repeat(22)), joinSeq: 1 },
    ...{ muted: false, outgoing: true, joinSeq: 0, peerMuted: false, connectedAt: 1, deadlineAt: 9 },
    title: from.name,
    site: '',
  },
};
const ring = { ...about, from, deadlineAt: 9, leaseAt: 8, quiet: false };

test('the badge asks about a call to go back into, but somebody who rings comes first', () => {
  expect(badgeOf(REJOINABLE)).toBe('rejoin');
  expect(badgeOf({ ...REJOINABLE, rings: [ring] })).toBe('ringing');
  expect(badgeOf({ ...REJOINABLE, rings: [{ ...ring, quiet: true }] })).toBe('rejoin');
  expect(badgeOf(IDLE)).toBe('none');
});
