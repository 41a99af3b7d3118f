import * as v from 'valibot';
import type { MediaTrouble } from '../../lib/call/trouble.ts';
import type {
  CallSummary,
  Notice,
  Phase,
  Place,
  Rejoin,
  RingSummary,
  ServerSummary,
  View,
} from '../../lib/messaging/view.ts';
import { CallId, ConversationId, Name, ParticipantId } from '../../lib/protocol/index.ts';

/** Ingredients of views, for tests and the gallery. */
export const TEA = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);
export const CALL_ID = v.parse(CallId, 'c'.repeat(22));
export const name = (text: string) => v.parse(Name, text);
export const person = (letter: string, text: string, busy = false) => ({
  id: v.parse(ParticipantId, letter.repeat(22)),
  name: name(text),
  busy,
});

export const ADA = person('a', 'Ada');
export const CHIOMA = person('c', 'Chioma', true);
export const LONG_NAME = name('Wolfeschlegelsteinhausenbergerdorff von und zu Rothenburg');

export const PLACE: Place = {
  conversation: TEA,
  title: name('tea'),
  site: 'chat.example.org',
  server: 'calls.example.org',
  question: null,
  installUrl: null,
  me: name('Bob'),
  myId: person('b', 'Bob').id,
  present: true,
  trouble: null,
  knownAs: null,
  others: [ADA],
};

/** The place, where nobody else has Earshot and the server says where to get it. */
export const ALONE: Place = { ...PLACE, others: [], installUrl: 'https://example.org/earshot' };

/** The place, where the person has to agree to a call server first. */
export function asked(url: string, proposed: boolean): Place {
  return { ...PLACE, present: false, server: null, others: [], question: { url, proposed } };
}

export const LONG_SERVER = 'https://calls.the-department-of-silly-walks.example.org';

export const SERVER: ServerSummary = {
  url: 'https://calls.example.org',
  host: 'calls.example.org',
  state: 'connected',
  trouble: null,
  relay: 'stun',
};

export const RING: RingSummary = {
  callId: CALL_ID,
  conversation: TEA,
  name: name('Ada'),
  title: name('tea'),
  site: 'chat.example.org',
};

export const CALL: CallSummary = {
  callId: CALL_ID,
  phase: 'connected',
  outgoing: true,
  conversation: TEA,
  name: name('Ada'),
  muted: false,
  peerMuted: false,
  microphoneWaits: null,
  connectedAtMs: Date.now() - 161_000,
  trouble: null,
};

/** The call, in which sound has stopped. */
export const RECONNECTING: CallSummary = { ...CALL, phase: 'reconnecting' };

/** The call, in which somebody cannot be heard. */
export function callWith(trouble: MediaTrouble, changes: Partial<CallSummary> = {}): CallSummary {
  return { ...CALL, trouble, ...changes };
}

/** How a page of another conversation may know a call. */
export const ELSEWHERE = { conversation: null, name: null } as const;

export const REJOIN: Rejoin = { ...RING };

/** A call on its way to be connected. */
export function callIn(
  phase: Exclude<Phase, 'connected' | 'reconnecting'>,
  changes: Partial<CallSummary> = {},
): CallSummary {
  return { ...CALL, phase, connectedAtMs: null, ...changes };
}

/** What happened, in a call with Ada or somebody of another name; null: with everybody. */
export function notice(code: Notice['code'], who: Name | null = ADA.name): Notice {
  return { code, name: who, conversation: TEA, to: who && ADA.id };
}

export const OTHER_MICROPHONE = notice('microphone-changed', name('USB Audio Device (0d8c:0014)'));

export function viewWith(changes: Partial<View> = {}): View {
  return {
    offline: false,
    places: [PLACE],
    call: null,
    rings: [],
    notice: null,
    rejoin: null,
    servers: [SERVER],
    ...changes,
  };
}
