import * as v from 'valibot';
import { DEMO_LIMITS, Join, Say, roomId, type DemoAck, type DemoEvents } from './messages.ts';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';

interface Presence {
  readonly room: string;
  readonly name: string;
}

interface DemoSocketData {
  presence?: Presence;
}

/** A socket.io namespace of its own, so that nothing of the call protocol is near it. */
export type DemoNamespace = Namespace<DefaultEventsMap, DemoEvents, DefaultEventsMap, DemoSocketData>;
type DemoSocket = Socket<DefaultEventsMap, DemoEvents, DefaultEventsMap, DemoSocketData>;

/**
 * A small chat to try a call on: rooms, names, messages. Nothing is kept: a message is passed on to who is there, and
 * a room is who is in it. It knows nothing of calls.
 */
export function attachDemoChat(namespace: DemoNamespace, nowMs: () => number = Date.now): void {
  /** People of each room in the order they came. */
  const rooms = new Map<string, Map<string, string>>();

  const tellPeople = (room: string) => {
    namespace.to(room).emit('chat:people', Array.from(rooms.get(room)?.values() ?? []));
  };

  const leave = (socket: DemoSocket) => {
    const presence = socket.data.presence;
    if (!presence) return;
    delete socket.data.presence;
    void socket.leave(presence.room);
    const people = rooms.get(presence.room);
    people?.delete(socket.id);
    if (people?.size === 0) rooms.delete(presence.room);
    namespace.to(presence.room).emit('chat:message', { kind: 'left', from: presence.name, text: '' });
    tellPeople(presence.room);
  };

  const join = (socket: DemoSocket, payload: unknown): DemoAck => {
    const parsed = v.safeParse(Join, payload);
    if (!parsed.success) return { ok: false, code: 'malformed' };
    const { name } = parsed.output;
    const room = roomId(parsed.output.room);
    if (socket.data.presence?.room === room && socket.data.presence.name === name) return { ok: true, room };
    leave(socket);
    const people = rooms.get(room) ?? new Map<string, string>();
    if (people.size >= DEMO_LIMITS.peoplePerRoom) return { ok: false, code: 'room-full' };
    rooms.set(room, people.set(socket.id, name));
    socket.data.presence = { room, name };
    void socket.join(room);
    namespace.to(room).emit('chat:message', { kind: 'came', from: name, text: '' });
    tellPeople(room);
    return { ok: true, room };
  };

  const say = (socket: DemoSocket, payload: unknown, mayPass: () => boolean): DemoAck => {
    const parsed = v.safeParse(Say, payload);
    if (!parsed.success) return { ok: false, code: 'malformed' };
    const presence = socket.data.presence;
    if (!presence) return { ok: false, code: 'not-in-a-room' };
    if (!mayPass()) return { ok: false, code: 'too-fast' };
    const { text } = parsed.output;
    namespace.to(presence.room).emit('chat:message', { kind: 'said', from: presence.name, text });
    return { ok: true };
  };

  namespace.on('connection', (socket) => {
    const mayPass = tokenBucket(nowMs);
    socket.on('chat:join', (payload: unknown, ack: unknown) =>
      answer(ack, mayPass() ? join(socket, payload) : TOO_FAST),
    );
    socket.on('chat:say', (payload: unknown, ack: unknown) => answer(ack, say(socket, payload, mayPass)));
    socket.on('disconnect', () => leave(socket));
  });
}

const TOO_FAST: DemoAck = { ok: false, code: 'too-fast' };

/** Any client can send an event without asking for an ack. */
function answer(ack: unknown, reply: DemoAck): void {
  if (typeof ack === 'function') ack(reply);
}

function tokenBucket(nowMs: () => number): () => boolean {
  let tokens: number = DEMO_LIMITS.messagesBurst;
  let filledAtMs = nowMs();
  return () => {
    const now = nowMs();
    tokens += ((now - filledAtMs) / 1_000) * DEMO_LIMITS.messagesPerSecond;
    tokens = Math.min(tokens, DEMO_LIMITS.messagesBurst);
    filledAtMs = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
