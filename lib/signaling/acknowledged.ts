import * as v from 'valibot';
import { BadAck, COMMANDS, type Ack, type CommandName } from '../protocol/index.ts';

/** The ack of a command, parsed; one that is neither good nor bad is the server's fault, and says `internal`. */
export function parseAck<N extends CommandName>(name: N, raw: unknown): Ack<N> {
  const schema: v.GenericSchema = COMMANDS[name].ack;
  const good = v.safeParse(schema, raw);
  if (good.success) return good.output as Ack<N>;
  const bad = v.safeParse(BadAck, raw);
  return bad.success ? bad.output : { ok: false, code: 'internal' };
}
