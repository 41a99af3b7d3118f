import * as v from 'valibot';
import { ReceivedEndReason } from './codes.ts';
import { Member, Members, Ring } from './commands.ts';
import { CandidateBatch, Description, PeerHeader } from './description.ts';
import { CallId, ConversationId } from './ids.ts';
import { Participant, Roster } from './roster.ts';

/**
 * What the server tells an installation by itself. All but the roster are kept until acknowledged and sent
 * again on the next connection, so a receiver may see one twice.
 */
export const EVENTS = {
  /** The whole roster, at every change. */
  'roster:changed': v.object({ conversation: ConversationId, roster: Roster }),
  'call:ring': Ring,
  /** To the caller: somebody is answering. */
  'call:claimed': v.object({ callId: CallId, by: Participant, claimForMs: v.number() }),
  /** To the caller: one of several refused or is busy; it goes on ringing at the others. */
  'call:declined': v.object({
    callId: CallId,
    by: Participant,
    reason: v.picklist(['refused', 'busy', 'gone']),
  }),
  /** To who is rung: the caller is still there. Not kept for who is away. */
  'call:renewed': v.object({ callId: CallId }),
  /** To each member: somebody joined, or is back with another media host; with the offer for this member. */
  'call:joined': v.object({ callId: CallId, member: Member, offer: Description }),
  /** To the members that a rebuilt call has already: who is in it now, and with which media host. */
  'call:members': v.object({ callId: CallId, members: Members }),
  /** The ring or the call is over for the receiver. `by`: whose doing it was, where it was somebody's. */
  'call:ended': v.object({ callId: CallId, reason: ReceivedEndReason, by: v.optional(Participant) }),
  'peer:offer': v.object({ description: Description }),
  'peer:restart-wanted': v.object({ header: PeerHeader, newPeer: v.optional(v.boolean()) }),
  'peer:answer': v.object({ description: Description }),
  'peer:candidates': v.object({ batch: CandidateBatch }),
  /** The server stops; it will be back after about this long. */
  'server:goodbye': v.object({ retryAfterMs: v.pipe(v.number(), v.minValue(0)) }),
  /** Another connection of this installation took over; do not come back. */
  'session:replaced': v.object({}),
} as const;

export type EventName = keyof typeof EVENTS;
export type ServerEvent<N extends EventName> = v.InferOutput<(typeof EVENTS)[N]>;
/** Any event, as data. */
export type AnyServerEvent = {
  [N in EventName]: { readonly name: N; readonly data: ServerEvent<N> };
}[EventName];
