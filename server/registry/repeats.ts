import { LIMITS, type Ack, type CommandId, type CommandName } from '../../lib/protocol/index.ts';

/** The acks an installation has had, oldest first, so that a repeated command is answered and not done again. */
export class Repeats {
  readonly #acks = new Map<string, { readonly ack: Ack<CommandName>; readonly atMs: number }>();

  find(name: CommandName, id: CommandId, nowMs: number): Ack<CommandName> | undefined {
    this.#prune(nowMs);
    return this.#acks.get(`${name} ${id}`)?.ack;
  }

  remember(name: CommandName, id: CommandId, ack: Ack<CommandName>, nowMs: number): void {
    this.#acks.set(`${name} ${id}`, { ack, atMs: nowMs });
    this.#prune(nowMs);
  }

  #prune(nowMs: number): void {
    for (const [key, { atMs }] of this.#acks) {
      if (this.#acks.size <= LIMITS.repeats && nowMs - atMs < LIMITS.repeatMs) return;
      this.#acks.delete(key);
    }
  }
}
