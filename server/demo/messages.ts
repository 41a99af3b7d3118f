import * as v from 'valibot';
import { Name } from '../../lib/protocol/index.ts';

/** Bounds of the demo chat, which anybody who opens its page can use. */
export const DEMO_LIMITS = {
  /** A line of chat, not a document. */
  textCharacters: 2_000,
  /** As many as a list on a screen is for. */
  peoplePerRoom: 50,
  /** Token bucket of one connection: fast typing, no flood. */
  messagesBurst: 10,
  messagesPerSecond: 2,
} as const;

/** `chat:join`: come in under this name, leaving any room this connection was in. */
export const Join = v.object({ name: Name, room: Name });

/** `chat:say` */
export const Say = v.object({
  text: v.pipe(v.string(), v.maxLength(DEMO_LIMITS.textCharacters), v.trim(), v.minLength(1)),
});

export type DemoRefusal = 'malformed' | 'room-full' | 'not-in-a-room' | 'too-fast';

/** What the page gets back: for a join, the room's id, which is one for all spellings of its name. */
export type DemoAck = { ok: true; room?: string } | { ok: false; code: DemoRefusal };

/** What the page is told. */
export interface DemoEvents {
  /** Names of everybody in the room, in the order they came; two people may have one name. */
  'chat:people': (people: readonly string[]) => void;
  'chat:message': (message: {
    readonly kind: 'said' | 'came' | 'left';
    readonly from: string;
    readonly text: string;
  }) => void;
}

/** One id for all spellings of a room's name: compatibility forms and case do not matter. */
export function roomId(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}
