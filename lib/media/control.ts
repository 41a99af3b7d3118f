import * as v from 'valibot';
import { CallId } from '../protocol/index.ts';

/**
 * The control channel of a peer: negotiated with id 0 on both ends, so it opens with the connection and no
 * description has to be made for it. It tells the other at once what the server may tell late or never.
 */
export const CONTROL_CHANNEL = { label: 'control', init: { negotiated: true, id: 0 } } as const;

/** JSON; unknown types and later versions are ignored, so that newer builds can say more. */
export const ControlMessage = v.variant('type', [
  v.object({ v: v.literal(1), type: v.literal('mute'), muted: v.boolean() }),
  v.object({ v: v.literal(1), type: v.literal('hang-up'), callId: CallId }),
]);
export type ControlMessage = v.InferOutput<typeof ControlMessage>;

/** Ours are under 100 characters; anything larger is not ours. */
const MESSAGE_CHARACTERS = 4096;
/** The last word gets this long to leave; then the peer closes all the same, and the server tells the other. */
const DRAIN_MS = 100;

export interface Control {
  /** Nothing is kept for later: a channel that is not open says its state when it opens. */
  setMuted(muted: boolean): void;
  /** Resolves once it is sent, or cannot be sent, after at most {@link DRAIN_MS}. */
  hangUp(): Promise<void>;
}

export function createControl(
  channel: RTCDataChannel,
  callId: CallId,
  isMuted: () => boolean,
  onMessage: (message: ControlMessage) => void,
): Control {
  function send(message: ControlMessage): void {
    if (channel.readyState === 'open') channel.send(JSON.stringify(message));
  }

  channel.onopen = () => send({ v: 1, type: 'mute', muted: isMuted() });
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = parse(data);
    if (!message || (message.type === 'hang-up' && message.callId !== callId)) return;
    onMessage(message);
  };

  return {
    setMuted: (muted) => send({ v: 1, type: 'mute', muted }),
    async hangUp() {
      send({ v: 1, type: 'hang-up', callId });
      if (channel.readyState !== 'open' || channel.bufferedAmount === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, DRAIN_MS);
        channel.onbufferedamountlow = channel.onclose = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

function parse(data: unknown): ControlMessage | undefined {
  if (typeof data !== 'string' || data.length > MESSAGE_CHARACTERS) return undefined;
  try {
    const parsed = v.safeParse(ControlMessage, JSON.parse(data));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined; // not JSON
  }
}
