import * as v from 'valibot';
import { ParticipantId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Name } from './names.ts';

/** Somebody present in a conversation, as everybody there sees them. The name is what they say it is. */
export const Participant = v.object({ id: ParticipantId, name: Name });
export type Participant = v.InferOutput<typeof Participant>;

/** A line of the roster: `busy` while in a call or setting one up. */
export const RosterEntry = v.object({ ...Participant.entries, busy: v.boolean() });
export type RosterEntry = v.InferOutput<typeof RosterEntry>;

export const Roster = v.pipe(v.array(RosterEntry), v.maxLength(LIMITS.participantsPerConversation));
