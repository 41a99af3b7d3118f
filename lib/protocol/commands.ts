import * as v from 'valibot';
import { EndReason, ErrorCode, ReleaseReason } from './codes.ts';
import { CandidateBatch, Description } from './description.ts';
import { CallId, CommandId, ConversationId, Incarnation, ParticipantId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Name } from './names.ts';
import { Participant, Roster } from './roster.ts';

/** `room` rings everybody else in the conversation; `direct` rings the one person of `to`. */
export const CallKind = v.picklist(['room', 'direct']);
export type CallKind = v.InferOutput<typeof CallKind>;

/** A participant who joined a call. `joinSeq` (reserved for rejoining) orders members by when they joined. */
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
  'call:refuse': {
    payload: v.object({ ...command, callId: CallId, reason: v.picklist(['refused', 'busy']) }),
    ack: done,
  },
  /** Hang up or cancel. Of a call the server does not know it succeeds: it is over, as was asked. */
  'call:end': {
    payload: v.object({ ...command, callId: CallId, reason: EndReason }),
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
