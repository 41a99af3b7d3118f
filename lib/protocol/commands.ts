import * as v from 'valibot';
import { EndReason, ErrorCode, ReleaseReason } from './codes.ts';
import { CandidateBatch, Description, PeerHeader } from './description.ts';
import { CallId, CommandId, ConversationId, Incarnation, ParticipantId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Name } from './names.ts';
import { Participant, Roster } from './roster.ts';

/** `room` rings everybody else in the conversation; `direct` rings the one person of `to`. */
export const CallKind = v.picklist(['room', 'direct']);
export type CallKind = v.InferOutput<typeof CallKind>;

/**
 * A participant who joined a call. `joinSeq` orders members by when their present media host joined: 0 for the caller. Of
 * two members the later one makes the offers.
 */
export const Member = v.object({
  ...Participant.entries,
  incarnation: Incarnation,
  joinSeq: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Member = v.InferOutput<typeof Member>;

export const Members = v.pipe(v.array(Member), v.maxLength(16));

/** An invitation as the invited installation gets it. */
export const Ring = v.object({
  callId: CallId,
  conversation: ConversationId,
  kind: CallKind,
  from: Participant,
  /** How much longer it rings, counted from the arrival of this message. */
  ringForMs: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
});
export type Ring = v.InferOutput<typeof Ring>;

const command = { commandId: CommandId };
const done = v.object({ ok: v.literal(true) });

const claimed = v.object({
  ok: v.literal(true),
  callId: CallId,
  /** Who to make offers to. */
  members: Members,
  claimForMs: v.number(),
});

/**
 * Every command a client may send once it has proved its key: what it carries and what a good ack says.
 * A bad ack is `{ok: false, code, retryAfterMs?}`.
 */
export const COMMANDS = {
  /** Be present; again with another name to be renamed. The ack is the whole state of the place. */
  'conversation:enter': {
    payload: v.object({ ...command, conversation: ConversationId, name: Name }),
    ack: v.object({
      ok: v.literal(true),
      me: ParticipantId,
      roster: Roster,
      /** Rings for this installation that are under way here. */
      rings: v.array(Ring),
    }),
  },
  'conversation:leave': {
    payload: v.object({ ...command, conversation: ConversationId }),
    ack: done,
  },
  /** Ring the others. The microphone is open already. */
  'call:invite': {
    payload: v.object({
      ...command,
      callId: CallId,
      conversation: ConversationId,
      kind: CallKind,
      to: v.optional(ParticipantId),
      memberLimit: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(16)),
      ringForMs: v.pipe(v.number(), v.minValue(1000), v.maxValue(LIMITS.ringMs)),
      incarnation: Incarnation,
      /**
       * It rang before, at a server that has forgotten it: whom. Only those are rung, and those of them who are not back
       * yet once they enter.
       */
      again: v.optional(
        v.pipe(v.array(ParticipantId), v.minLength(1), v.maxLength(LIMITS.participantsPerConversation)),
      ),
    }),
    ack: v.variant('folded', [
      v.object({
        ok: v.literal(true),
        folded: v.literal(false),
        rung: v.array(Participant),
        ringForMs: v.number(),
      }),
      /** Somebody here was ringing us already: we have claimed that call instead. */
      v.object({ ...claimed.entries, folded: v.literal(true) }),
    ]),
  },
  /** "This installation is answering." First one wins. */
  'call:claim': {
    payload: v.object({ ...command, callId: CallId }),
    ack: claimed,
  },
  /** The one who claimed joins, with an offer for each member. */
  'call:accept': {
    payload: v.object({
      ...command,
      callId: CallId,
      incarnation: Incarnation,
      offers: v.pipe(v.array(Description), v.minLength(1), v.maxLength(16)),
    }),
    ack: v.object({
      ok: v.literal(true),
      members: Members,
      /** Members for whom no offer came (they joined meanwhile). */
      missing: v.array(ParticipantId),
    }),
  },
  /** The one who claimed cannot join after all. */
  'call:release': {
    payload: v.object({ ...command, callId: CallId, reason: ReleaseReason }),
    ack: done,
  },
  /** The caller is still there: without this for {@link LIMITS.ringLeaseMs} a ring is over. */
  'call:renew': {
    payload: v.object({ ...command, callId: CallId }),
    ack: done,
  },
  /**
   * "I am in this call": to a server that may have forgotten it, or of a media host that is another one than before
   * (then with an offer to each other member, and a `joinSeq` above theirs).
   */
  'call:resume': {
    payload: v.object({
      ...command,
      callId: CallId,
      conversation: ConversationId,
      kind: CallKind,
      incarnation: Incarnation,
      joinSeq: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
      /** The others, as this member knows them: presence may be over while the call goes on, so their names too. */
      members: v.pipe(Members, v.minLength(1)),
      offers: v.pipe(v.array(Description), v.maxLength(16)),
    }),
    ack: v.object({
      ok: v.literal(true),
      /** The others as the server knows them now; those it has not heard of again, as this member told. */
      members: Members,
      /** This member's own, as the server counts: no two members have the same. */
      joinSeq: v.pipe(v.number(), v.integer(), v.minValue(0)),
      /** Members for whom no offer came that their present media host could take. Always empty if no offer was made. */
      missing: v.array(ParticipantId),
    }),
  },
  'call:refuse': {
    payload: v.object({ ...command, callId: CallId, reason: v.picklist(['refused', 'busy']) }),
    ack: done,
  },
  /** Hang up or cancel. Of a call the server does not know it succeeds: it is over, as was asked. */
  'call:end': {
    payload: v.object({ ...command, callId: CallId, reason: EndReason }),
    ack: done,
  },
  /** The next negotiation of a connection that exists (the first one's offer travels with the accept). */
  'peer:offer': {
    payload: v.object({ ...command, description: Description }),
    ack: done,
  },
  /** Asks the member who makes the offers for the next one. `newPeer`: of a new connection, as this side's is beyond repair. */
  'peer:restart-wanted': {
    payload: v.object({ ...command, header: PeerHeader, newPeer: v.optional(v.boolean()) }),
    ack: done,
  },
  'peer:answer': {
    payload: v.object({ ...command, description: Description }),
    ack: done,
  },
  'peer:candidates': {
    payload: v.object({ ...command, batch: CandidateBatch }),
    ack: done,
  },
} as const;

export type CommandName = keyof typeof COMMANDS;
export type Command<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]['payload']>;
/** A command as its sender writes it: the socket client adds the id. */
export type CommandBody<N extends CommandName> = Omit<Command<N>, 'commandId'>;
export type GoodAck<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]['ack']>;

export const BadAck = v.object({
  ok: v.literal(false),
  code: v.fallback(ErrorCode, 'internal'),
  retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0))),
});
export type BadAck = v.InferOutput<typeof BadAck>;
export type Ack<N extends CommandName> = GoodAck<N> | BadAck;
