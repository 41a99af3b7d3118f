import { LIMITS, type AnyServerEvent, type CallId } from '../../lib/protocol/index.ts';
import { supersedes } from './supersedes.ts';

interface Letter {
  readonly id: number;
  readonly event: AnyServerEvent;
  readonly sentAtMs: number;
}

/** Events an installation has not acknowledged yet, oldest first. */
export class Mailbox {
  #letters: Letter[] = [];
  #lastId = 0;

  /** The letter's number for {@link acknowledged}; undefined when there are too many to wait for it. */
  put(event: AnyServerEvent, nowMs: number): number | undefined {
    this.#letters = this.#letters.filter((letter) => !supersedes(event, letter.event));
    if (this.#letters.length >= LIMITS.mailbox) return undefined;
    this.#lastId += 1;
    this.#letters.push({ id: this.#lastId, event, sentAtMs: nowMs });
    return this.#lastId;
  }

  acknowledged(id: number): void {
    const index = this.#letters.findIndex((letter) => letter.id === id);
    if (index >= 0) this.#letters.splice(index, 1);
  }

  /** Calls whose end is still to be told: the installation should wait for the reason. */
  endedCalls(): readonly CallId[] {
    return this.#letters.flatMap(({ event }) => (event.name === 'call:ended' ? [event.data.callId] : []));
  }

  /** What to send again, with durations as they are left by now. */
  waiting(nowMs: number): readonly { readonly id: number; readonly event: AnyServerEvent }[] {
    return this.#letters.map(({ id, event, sentAtMs }) => ({ id, event: aged(event, nowMs - sentAtMs) }));
  }
}

/** Durations on the wire are relative, so an event that waited says what is left of them. */
function aged(event: AnyServerEvent, elapsedMs: number): AnyServerEvent {
  if (event.name === 'call:ring') {
    const ringForMs = Math.max(0, event.data.ringForMs - elapsedMs);
    return { ...event, data: { ...event.data, ringForMs } };
  }
  if (event.name === 'call:claimed') {
    const claimForMs = Math.max(0, event.data.claimForMs - elapsedMs);
    return { ...event, data: { ...event.data, claimForMs } };
  }
  return event;
}
