import { randomBytes } from 'node:crypto';
import type { Socket } from 'socket.io';
import * as v from 'valibot';
import {
  FEATURES,
  LIMITS,
  Proof,
  participantIdOf,
  verifyProof,
  type ErrorCode,
  type Hello,
  type IceServer,
  type Versions,
  type Welcome,
} from '../../lib/protocol/index.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Registry } from '../registry/registry.ts';
import type { Hub } from './hub.ts';
import { messageBytes, parseMessage } from './message.ts';

/** What all connections share, and what each is told in its Welcome (docs/protocol.md). */
export interface SessionPorts {
  readonly registry: Registry;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly log: Log;
  readonly versions: Versions;
  readonly iceServers: readonly IceServer[];
  readonly installUrl: string | undefined;
}

type Reply = (ack: unknown) => void;

/** One connection: it proves its key once, then sends commands, which are done one after the other. */
export function openSession(socket: Socket, hello: Hello, ports: SessionPorts): void {
  const { registry, hub, clock, log } = ports;
  const key = hello.publicKey;
  const nonce = randomBytes(32).toString('base64url');
  let welcome: Welcome | undefined;
  let queue: Promise<void> = Promise.resolve();

  const cancelProofDeadline = clock.after(LIMITS.proofMs, () => {
    log.info({ code: 'proof-missing' }, 'connection closed');
    socket.disconnect(true);
  });
  socket.on('disconnect', (reason) => {
    cancelProofDeadline();
    log.info({ reason }, 'connection lost');
    // Behind what came in before: a leave and the close after it often arrive together.
    queue = queue.then(() => hub.unbind(key, socket));
  });
  // onAny sees every event, known or not; what it throws would reach the process, so nothing may.
  socket.onAny((name: unknown, ...args: unknown[]) => {
    const last = args.at(-1);
    const reply: Reply = typeof last === 'function' ? (args.pop() as Reply) : () => {};
    queue = queue
      .then(() => (name === 'session:prove' ? prove(args, reply) : obey(name, args, reply)))
      .catch((error: unknown) => {
        log.error({ err: error }, 'handler failed');
        reply(bad('internal'));
      });
  });
  socket.emit('session:challenge', { ...ports.versions, features: [...FEATURES], nonce });

  async function prove(args: readonly unknown[], reply: Reply): Promise<void> {
    // A repeat of the proof that was good: the nonce is this connection's own, so there is nothing to replay.
    if (welcome !== undefined) return reply(welcome);
    const proof = v.safeParse(Proof, args[0]);
    const host = socket.handshake.headers.host ?? '';
    const genuine =
      messageBytes('session:prove', args) <= LIMITS.messageBytes &&
      proof.success &&
      (await verifyProof(key, proof.output.signature, nonce, host));
    if (!socket.connected) return;
    if (!genuine) {
      log.info({ code: 'proof-invalid' }, 'connection closed');
      reply(bad('proof-invalid'));
      socket.disconnect(true);
      return;
    }
    cancelProofDeadline();
    const standing = hub.bind(key, socket);
    const { iceServers, installUrl } = ports;
    welcome = { ok: true, iceServers: [...iceServers], installUrl, ...standing };
    log.info({ calls: standing.calls.length }, 'connection proved');
    reply(welcome);
    hub.redeliver(key);
  }

  async function obey(name: unknown, args: readonly unknown[], reply: Reply): Promise<void> {
    if (welcome === undefined) return reply(bad('proof-missing'));
    if (name === 'session:ping') return reply({ ok: true });
    const message = parseMessage(name, args);
    if (!message.ok) {
      log.info({ code: message.code }, 'message refused');
      return reply(bad(message.code));
    }
    const request =
      message.name === 'conversation:enter' || message.name === 'call:resume'
        ? {
            ...message,
            command: { ...message.command, me: await participantIdOf(key, message.command.conversation) },
          }
        : message;
    // Replaced meanwhile: the installation's newer connection repeats what it still wants.
    if (!hub.isBound(key, socket)) return;
    const { ack, ...changes } = registry.handle(key, request.name, request.command, clock.nowMs());
    if (ack.ok) log.debug({ command: message.name }, 'command');
    else log.info({ command: message.name, code: ack.code }, 'command refused');
    reply(ack);
    hub.apply(changes);
  }
}

function bad(code: ErrorCode): { readonly ok: false; readonly code: ErrorCode } {
  return { ok: false, code };
}
