import type { ConversationId, Name } from '../protocol/index.ts';
import type { SignalingEvent, SignalingPort } from './port.ts';

/** A signaling port whose server can be changed: what was wanted is wanted of the next one. */
export interface RedialableSignaling extends SignalingPort {
  dial(client: SignalingPort & { close(): void }): void;
}

/** Until the first `dial` it keeps wishes and answers that the server is down. */
export function createRedialable(): RedialableSignaling {
  let current: (SignalingPort & { close(): void }) | undefined;
  let wish: [ReadonlyMap<ConversationId, Name>, boolean] = [new Map(), false];
  let listener: (event: SignalingEvent) => void = () => {};
  const unreached = { ok: false, code: 'server-down' } as const;
  return {
    dial(client) {
      current?.close();
      current = client;
      listener({ type: 'link', state: 'idle', trouble: null });
      client.onEvent((event) => {
        if (client === current) listener(event);
      });
      client.want(...wish);
    },
    want(places, keepOpen) {
      wish = [places, keepOpen];
      current?.want(places, keepOpen);
    },
    send: async (name, body, options) => current?.send(name, body, options) ?? unreached,
    roster: async (conversation, options) => current?.roster(conversation, options) ?? unreached,
    probe: () => current?.probe(),
    iceServers: () => current?.iceServers() ?? [],
    onEvent(next) {
      listener = next;
    },
  };
}
