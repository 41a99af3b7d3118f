import * as v from 'valibot';
import { CallId, CandidateBatch, Description, LIMITS, PeerHeader } from '../protocol/index.ts';
import { SoundReport } from './report.ts';

/**
 * The control channel of a peer: negotiated with id 0 on both ends, so it opens with the connection and no
 * description has to be made for it. It tells the other at once what the server may tell late or never.
 */
export const CONTROL_CHANNEL = { label: 'control', init: { negotiated: true, id: 0 } } as const;

/** Asked and answered to learn whether the channel still carries anything. */
const LivenessMessage = v.variant('type', [
  v.object({ v: v.literal(1), type: v.literal('ping') }),
  v.object({ v: v.literal(1), type: v.literal('pong') }),
]);

/** JSON; unknown types and later versions are ignored, so that newer builds can say more. */
export const ControlMessage = v.variant('type', [
  v.object({ v: v.literal(1), type: v.literal('mute'), muted: v.boolean() }),
  v.object({ v: v.literal(1), type: v.literal('hang-up'), callId: CallId }),
  /** The next round of the connection, as it goes by the server too. */
  v.object({ v: v.literal(1), type: v.literal('description'), description: Description }),
  v.object({ v: v.literal(1), type: v.literal('candidates'), batch: CandidateBatch }),
  v.object({
    v: v.literal(1),
    type: v.literal('restart-wanted'),
    header: PeerHeader,
    /** Not the next round of this connection but a new one in its place. */
    newPeer: v.optional(v.boolean()),
  }),
  SoundReport,
]);
export type ControlMessage = v.InferOutput<typeof ControlMessage>;

const AnyMessage = v.variant('type', [LivenessMessage, ControlMessage]);
type AnyMessage = v.InferOutput<typeof AnyMessage>;

/** The last word gets this long to leave; then the peer closes all the same, and the server tells the other. */
const DRAIN_MS = 100;
/** A channel that has said nothing for two pings and a retransmission is dead, until it speaks again. */
const SILENCE_MS = 2_000;

export interface Control {
  /** Something of the other's came within the last 2 s. */
  readonly alive: boolean;
  /** When that was (Unix time in ms); null: never. */
  readonly heardAt: number | null;
  /** Nothing is kept for later: a channel that is not open says its state when it opens. */
  setMuted(muted: boolean): void;
  /** Asks for a sign of life: about once a second. */
  ping(): void;
  /** Says nothing where the channel is dead: it would arrive late, and hold up what comes after it. False: not said. */
  say(message: ControlMessage): boolean;
  /** Resolves once it is sent, or cannot be sent, after at most {@link DRAIN_MS}. */
  hangUp(): Promise<void>;
}

export function createControl(
  channel: RTCDataChannel,
  callId: CallId,
  isMuted: () => boolean,
  onMessage: (message: ControlMessage) => void,
): Control {
  let heardAt: number | null = null;

  function send(message: AnyMessage): void {
    if (channel.readyState === 'open') channel.send(JSON.stringify(message));
  }

  function isAlive(): boolean {
    return channel.readyState === 'open' && heardAt !== null && Date.now() - heardAt < SILENCE_MS;
  }

  channel.onopen = () => {
    heardAt = Date.now();
    send({ v: 1, type: 'mute', muted: isMuted() });
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = parse(data);
    if (!message) return;
    heardAt = Date.now();
    switch (message.type) {
      case 'ping':
        return send({ v: 1, type: 'pong' });
      case 'pong':
        return;
      case 'hang-up':
        return message.callId === callId ? onMessage(message) : undefined;
      default:
        return onMessage(message);
    }
  };

  return {
    get alive() {
      return isAlive();
    },
    get heardAt() {
      return heardAt;
    },
    setMuted: (muted) => send({ v: 1, type: 'mute', muted }),
    ping() {
      // One that waits to be sent is as good as many.
      if (channel.bufferedAmount === 0) send({ v: 1, type: 'ping' });
    },
    say(message) {
      if (!isAlive()) return false;
      send(message);
      return true;
    },
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

/** What fits into one message to the server fits here: a description is the largest in both. */
function parse(data: unknown): AnyMessage | undefined {
  if (typeof data !== 'string' || data.length > LIMITS.messageBytes) return undefined;
  try {
    const parsed = v.safeParse(AnyMessage, JSON.parse(data));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined; // not JSON
  }
}
