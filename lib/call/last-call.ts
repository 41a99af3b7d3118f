import * as v from 'valibot';
import { type ConversationId, LIMITS, type Name } from '../protocol/index.ts';
import { type CallState, Rejoinable } from './state.ts';

const { deadlineAt: _, ...joined } = Rejoinable.entries;

/** What a restarted browser needs to go back into the call that its end interrupted. Kept on disk while the call is on. */
export const LastCall = v.object({
  ...joined,
  /** When the call was last seen to be on. Unix time in ms. */
  seenAt: v.number(),
});
export type LastCall = v.InferOutput<typeof LastCall>;

/** How often a running call is written down again, so that its age is known after a crash. */
export const SEEN_EVERY_MS = 10_000;

interface Where {
  readonly conversation: ConversationId;
  readonly title: Name;
  readonly site: string;
}

/** The record as it should be now; the same object where it need not be written again. Null: there is nothing to go back into. */
export function lastCallOf(
  { call, rejoinable }: CallState,
  places: readonly Where[],
  before: LastCall | null,
  nowMs: number,
): LastCall | null {
  const now = rejoinable ? recordOf(rejoinable) : recordNow(call, places, before, nowMs);
  if (now === null || before === null || Math.abs(now.seenAt - before.seenAt) >= SEEN_EVERY_MS) return now;
  const same = JSON.stringify({ ...now, seenAt: 0 }) === JSON.stringify({ ...before, seenAt: 0 });
  return same ? before : now;
}

function recordNow(
  call: CallState['call'],
  places: readonly Where[],
  before: LastCall | null,
  nowMs: number,
): LastCall | null {
  if (call?.phase !== 'connected' && call?.phase !== 'rejoining') return null;
  const { callId, conversation, me, muted, outgoing, kind, joinSeq, peer, peerMuted, connectedAt } = call;
  const place = places.find((each) => each.conversation === conversation) ?? before;
  return {
    ...{ callId, conversation, me, muted, outgoing, kind, joinSeq, peer, peerMuted, connectedAt },
    title: place?.title ?? peer.name,
    site: place?.site ?? '',
    seenAt: nowMs,
  };
}

function recordOf({ deadlineAt, ...call }: Rejoinable): LastCall {
  return { ...call, seenAt: deadlineAt - LIMITS.placeMs };
}

/** Null once the other has stopped waiting. */
export function rejoinableFrom({ seenAt, ...call }: LastCall, nowMs: number): Rejoinable | null {
  const deadlineAt = seenAt + LIMITS.placeMs;
  // a clock that was put back says nothing about the other's
  return seenAt <= nowMs && nowMs < deadlineAt ? { ...call, deadlineAt } : null;
}
