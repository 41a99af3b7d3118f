import * as v from 'valibot';
import type { CallSummary, Notice, Place, RingSummary, View } from '../../lib/messaging/view.ts';
import { CallId, ConversationId, Name, ParticipantId, type RosterEntry } from '../../lib/protocol/index.ts';

/** Views as the background sends them, for the gallery and for tests. */

export const TEA = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);
export const CALL_ID = v.parse(CallId, 'c'.repeat(22));
export const name = (text: string) => v.parse(Name, text);

export const LONG_NAME = name('Wolfeschlegelsteinhausenbergerdorff von und zu Rothenburg');

export function somebody(text: string, busy = false): RosterEntry {
  const letter = text.codePointAt(0)?.toString(36) ?? '';
  return { id: v.parse(ParticipantId, letter.padEnd(22, '0')), name: name(text), busy };
}
export const [ada, bob, chioma] = [somebody('Ada'), somebody('Bob'), somebody('Chioma', true)];

export function place(facts: Partial<Place> = {}): Place {
  return {
    conversation: TEA,
    title: name('tea'),
    site: 'chat.example.org',
    me: name('Ada'),
    myId: ada.id,
    present: true,
    trouble: null,
    knownAs: null,
    others: [bob, chioma],
    ...facts,
  };
}

export function call(facts: Partial<CallSummary> = {}): CallSummary {
  return {
    callId: CALL_ID,
    phase: 'connected',
    outgoing: true,
    conversation: TEA,
    name: name('Bob'),
    muted: false,
    peerMuted: false,
    connectedAtMs: facts.phase && facts.phase !== 'connected' ? null : Date.now() - 161_000,
    ...facts,
  };
}

export function ring(facts: Partial<RingSummary> = {}): RingSummary {
  return {
    callId: CALL_ID,
    conversation: TEA,
    name: name('Bob'),
    title: name('tea'),
    site: 'chat.example.org',
    ...facts,
  };
}

export function notice(code: Notice['code'], who: string | null = 'Bob'): Notice {
  return { code, name: who === null ? null : name(who), conversation: TEA };
}

/** Ada in tea with Bob and Chioma, and nothing going on. */
export function view(facts: Partial<View> = {}): View {
  return {
    places: [place()],
    call: null,
    rings: [],
    notice: null,
    server: { host: 'calls.example.org', state: 'connected', relay: 'stun' },
    ...facts,
  };
}
