import * as v from 'valibot';
import {
  COMMANDS,
  LIMITS,
  type Command,
  type CommandName,
  type ErrorCode,
} from '../../lib/protocol/index.ts';

export type ParsedMessage =
  | { [N in CommandName]: { readonly ok: true; readonly name: N; readonly command: Command<N> } }[CommandName]
  | { readonly ok: false; readonly code: ErrorCode };

/** Reads a command off the wire. The arguments are whatever a stranger sent. */
export function parseMessage(name: unknown, args: readonly unknown[]): ParsedMessage {
  if (messageBytes(name, args) > LIMITS.messageBytes) return { ok: false, code: 'too-large' };
  if (!isCommandName(name)) return { ok: false, code: 'unknown-event' };
  const command = v.safeParse(COMMANDS[name].payload, args[0]);
  // The schema is the one under this name, which the compiler cannot follow through a union.
  return command.success
    ? ({ ok: true, name, command: command.output } as ParsedMessage)
    : { ok: false, code: 'malformed' };
}

/** Its size as JSON in UTF-8, which is how socket.io carries it; Infinity for what is nested too deep to write. */
export function messageBytes(name: unknown, args: readonly unknown[]): number {
  try {
    return Buffer.byteLength(JSON.stringify([name, ...args]));
  } catch {
    return Infinity;
  }
}

function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(COMMANDS, name);
}
