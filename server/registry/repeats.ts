import { LIMITS, type Ack, type CommandId, type CommandName } from '../../lib/protocol/index.ts';

/**
 * The acks an installation has had, oldest first, so that a repeated command is answered and not done again. They may name
 * others, so they are forgotten in time, whether or not another command comes.
 */
export class Repeats {
  readonly #acks = new Map<string, { readonly ack: Ack<CommandName>; readonly atMs: number }>();

  find(name: CommandName, id: CommandId, nowMs: number): Ack<CommandName> | undefined {
    this.forget(nowMs);
    return this.#acks.get(`${name} ${id}`)?.ack;
  }

  remember(name: CommandName, id: CommandId, ack: Ack<CommandName>, nowMs: number): void {
    this.#acks.set(`${name} ${id}`, { ack, atMs: nowMs });
    this.forget(nowMs);
  }

  /** When the next is to be forgotten; Infinity where none is left. */
  nextMs(): number {
    const [oldest] = this.#acks.values();
    return oldest ? oldest.atMs + LIMITS.repeatMs : Infinity;
  }

  forget(nowMs: number): void {
    for (const [key, { atMs }] of this.#acks) {
      if (this.#acks.size <= LIMITS.repeats && nowMs - atMs < LIMITS.repeatMs) return;
      this.#acks.delete(key);
    }
  }
}
