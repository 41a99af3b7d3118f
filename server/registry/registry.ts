/**
 * Who is where and who calls whom: all the call server knows, without clock, sockets or timers.
 *
 *   const registry = createRegistry();
 *   registry.connect(key, nowMs);                                  // a socket proved this key; also after a loss
 *   registry.handle(key, 'conversation:enter', {...command, me}, nowMs);  // me = await participantIdOf(key, conversation)
 *   registry.handle(key, 'call:invite', command, nowMs);           // → {ack, deliveries: [{to, event}], notes}
 *   registry.disconnect(key, nowMs);                               // the socket is lost: grace starts
 *   registry.expire(registry.nextDeadlineMs() ?? nowMs);           // what is due by then: {deliveries, notes}
 *
 * The same calls with the same times give the same results. The caller of it delivers each event in order and
 * keeps those it cannot deliver yet (mailbox.ts); `has(key)` says whether it is worth keeping any.
 */
import {
  LIMITS,
  failure,
  type Ack,
  type CallId,
  type Command,
  type CommandName,
  type ConversationId,
  type ParticipantId,
  type PublicKey,
} from '../../lib/protocol/index.ts';
import { accept } from './accept.ts';
import { claim, refuse, release } from './claim.ts';
import { expire, forget, nextDeadlineMs } from './deadlines.ts';
import { end } from './end.ts';
import { invite } from './invite.ts';
import { enter, leave, tellRosters } from './presence.ts';
import { relayAnswer, relayCandidates, relayOffer, relayRestartWanted } from './relay.ts';
import { renew } from './renew.ts';
import { Repeats } from './repeats.ts';
import { resume } from './resume.ts';
import type { Delivery, Installation, Note, State, Turn } from './state.ts';
import { fullBucket, takeToken } from './token-bucket.ts';

export type { Delivery, Note } from './state.ts';

/** Commands with which the registry is told who the sender is in the conversation, since hashing is not synchronous. */
export type HashedCommandName = 'conversation:enter' | 'call:resume';

/** A parsed command. */
export type RegistryCommand<N extends CommandName> = Command<N> &
  (N extends HashedCommandName ? { readonly me: ParticipantId } : unknown);

export interface Changes {
  readonly deliveries: readonly Delivery[];
  readonly notes: readonly Note[];
}

/** What an installation finds when it is back: see `Welcome` of the protocol. */
export interface Standing {
  readonly conversations: ConversationId[];
  readonly calls: CallId[];
  readonly engaged: CallId | undefined;
}

export interface Registry {
  /** A socket proved this key. Ends a grace period; doing it twice does nothing. */
  connect(key: PublicKey, nowMs: number): Standing;
  /** The installation's socket is lost, which is not a leave: its grace starts. */
  disconnect(key: PublicKey, nowMs: number): void;
  handle<N extends CommandName>(
    key: PublicKey,
    name: N,
    command: RegistryCommand<N>,
    nowMs: number,
  ): Changes & { readonly ack: Ack<N> };
  /** The installation is gone now, without any grace. */
  abandon(key: PublicKey, nowMs: number): Changes;
  /** When {@link expire} has something to do; undefined while nothing waits for a time. */
  nextDeadlineMs(): number | undefined;
  expire(nowMs: number): Changes;
  has(key: PublicKey): boolean;
  counts(): { readonly installations: number; readonly conversations: number; readonly calls: number };
}

type Handlers = {
  [N in CommandName]: (turn: Turn, me: Installation, command: RegistryCommand<N>) => Ack<N>;
};

const HANDLERS: Handlers = {
  'conversation:enter': enter,
  'conversation:leave': leave,
  'call:invite': invite,
  'call:claim': claim,
  'call:accept': accept,
  'call:release': release,
  'call:refuse': refuse,
  'call:end': end,
  'call:renew': renew,
  'call:resume': resume,
  'peer:offer': relayOffer,
  'peer:restart-wanted': relayRestartWanted,
  'peer:answer': relayAnswer,
  'peer:candidates': relayCandidates,
};

export function createRegistry(): Registry {
  const state: State = {
    installations: new Map(),
    conversations: new Map(),
    calls: new Map(),
    announcements: new Map(),
    farewells: new Map(),
    tombstones: new Map(),
  };

  function turnAt(nowMs: number): Turn {
    return { state, nowMs, deliveries: [], notes: [], changed: new Set() };
  }

  function changesOf(turn: Turn): Changes {
    tellRosters(turn);
    return { deliveries: turn.deliveries, notes: turn.notes };
  }

  return {
    connect(key, nowMs) {
      const installation = state.installations.get(key) ?? newInstallation(key, nowMs);
      state.installations.set(key, installation);
      installation.lost = undefined;
      const { rungIn, engagedIn: engaged, presences } = installation;
      const calls = [...rungIn, ...(engaged === undefined ? [] : [engaged])];
      return { conversations: [...presences.keys()], calls, engaged };
    },

    disconnect(key, nowMs) {
      const installation = state.installations.get(key);
      if (installation !== undefined) installation.lost ??= { sinceMs: nowMs, graceOver: false };
    },

    handle(key, name, command, nowMs) {
      const me = state.installations.get(key);
      if (me === undefined) return { ack: failure('proof-missing'), deliveries: [], notes: [] };
      const repeated = me.repeats.find(name, command.commandId, nowMs);
      if (repeated !== undefined) return { ack: repeated, deliveries: [], notes: [] };
      // Not remembered: the same command is welcome again once there is a token.
      const waitMs =
        takeToken(me.commands, nowMs) || (name === 'call:invite' ? takeToken(me.invites, nowMs) : 0);
      if (waitMs > 0) return { ack: failure('rate-limited', waitMs), deliveries: [], notes: [] };
      const turn = turnAt(nowMs);
      const ack = HANDLERS[name](turn, me, command);
      me.repeats.remember(name, command.commandId, ack, nowMs);
      return { ack, ...changesOf(turn) };
    },

    abandon(key, nowMs) {
      const turn = turnAt(nowMs);
      const installation = state.installations.get(key);
      if (installation !== undefined) forget(turn, installation);
      return changesOf(turn);
    },

    nextDeadlineMs: () => nextDeadlineMs(state),

    expire(nowMs) {
      const turn = turnAt(nowMs);
      expire(turn);
      return changesOf(turn);
    },

    has: (key) => state.installations.has(key),

    counts: () => ({
      installations: state.installations.size,
      conversations: state.conversations.size,
      calls: state.calls.size,
    }),
  };
}

function newInstallation(key: PublicKey, nowMs: number): Installation {
  const { commandsBurst, commandsPerSecond, invitesBurst, invitesPerMinute } = LIMITS;
  return {
    key,
    presences: new Map(),
    engagedIn: undefined,
    call: undefined,
    rungIn: new Set(),
    lost: undefined,
    repeats: new Repeats(),
    commands: fullBucket({ burst: commandsBurst, perSecond: commandsPerSecond }, nowMs),
    invites: fullBucket({ burst: invitesBurst, perSecond: invitesPerMinute / 60 }, nowMs),
  };
}
