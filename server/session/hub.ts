import type { Socket } from 'socket.io';
import type { AnyServerEvent, PublicKey } from '../../lib/protocol/index.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Mailbox } from '../registry/mailbox.ts';
import type { Changes, Registry, Standing } from '../registry/registry.ts';

/**
 * Not kept until acknowledged: the roster is told whole each time, a renewal again after 4 s, and the others speak of this
 * socket only.
 */
const UNKEPT: ReadonlySet<AnyServerEvent['name']> = new Set([
  'roster:changed',
  'call:renewed',
  'server:goodbye',
  'session:replaced',
]);

/** Brings the registry's events to sockets, and its deadlines to the clock. */
export interface Hub {
  /** This socket is the installation's from now on; an older one is told and closed. */
  bind(key: PublicKey, socket: Socket): Standing;
  unbind(key: PublicKey, socket: Socket): void;
  isBound(key: PublicKey, socket: Socket): boolean;
  /** Sends what the installation has not acknowledged on an earlier socket. */
  redeliver(key: PublicKey): void;
  /** Delivers and logs what a transition brought. */
  apply(changes: Changes): void;
  close(): void;
}

export function createHub(registry: Registry, clock: Clock, log: Log): Hub {
  const sockets = new Map<PublicKey, Socket>();
  const mailboxes = new Map<PublicKey, Mailbox>();
  let alarm: { readonly atMs: number; readonly cancel: () => void } | undefined;

  function arm(): void {
    const atMs = registry.nextDeadlineMs();
    if (atMs === alarm?.atMs) return;
    alarm?.cancel();
    alarm =
      atMs === undefined
        ? undefined
        : { atMs, cancel: clock.after(Math.max(0, atMs - clock.nowMs()), onDeadline) };
  }

  function onDeadline(): void {
    alarm = undefined;
    apply(registry.expire(clock.nowMs()));
    for (const key of mailboxes.keys()) if (!registry.has(key)) mailboxes.delete(key);
  }

  function emitKept(key: PublicKey, id: number, event: AnyServerEvent): void {
    sockets.get(key)?.emit(event.name, event.data, () => mailboxes.get(key)?.acknowledged(id));
  }

  function mailboxOf(key: PublicKey): Mailbox {
    const mailbox = mailboxes.get(key) ?? new Mailbox();
    mailboxes.set(key, mailbox);
    return mailbox;
  }

  /** An installation that lets a whole mailbox run full is not coming back. */
  function giveUpOn(key: PublicKey): void {
    log.warn('mailbox full');
    mailboxes.delete(key);
    const socket = sockets.get(key);
    sockets.delete(key);
    const changes = registry.abandon(key, clock.nowMs());
    socket?.disconnect(true);
    apply(changes);
  }

  function apply({ deliveries, notes }: Changes): void {
    for (const { what, ...facts } of notes) log.info(facts, what);
    const overflowing = new Set<PublicKey>();
    for (const { to, event } of deliveries) {
      if (UNKEPT.has(event.name)) {
        sockets.get(to)?.emit(event.name, event.data);
      } else if (registry.has(to)) {
        const id = mailboxOf(to).put(event, clock.nowMs());
        if (id === undefined) overflowing.add(to);
        else emitKept(to, id, event);
      }
    }
    for (const key of overflowing) giveUpOn(key);
    arm();
  }

  return {
    bind(key, socket) {
      const older = sockets.get(key);
      sockets.set(key, socket);
      if (older !== undefined && older !== socket) {
        older.emit('session:replaced', {});
        older.disconnect(true);
      }
      const standing = registry.connect(key, clock.nowMs());
      arm();
      return { ...standing, calls: [...standing.calls, ...(mailboxes.get(key)?.endedCalls() ?? [])] };
    },

    unbind(key, socket) {
      if (sockets.get(key) !== socket) return;
      sockets.delete(key);
      registry.disconnect(key, clock.nowMs());
      arm();
    },

    isBound: (key, socket) => sockets.get(key) === socket,

    redeliver(key) {
      for (const { id, event } of mailboxes.get(key)?.waiting(clock.nowMs()) ?? []) emitKept(key, id, event);
    },

    apply,

    close() {
      alarm?.cancel();
    },
  };
}
