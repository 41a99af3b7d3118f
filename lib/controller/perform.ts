import type { Effect } from '../call/effect.ts';
import type { CallEvent } from '../call/event.ts';
import { CHECK_MS, INVITE_MS } from '../call/timing.ts';
import { nameOf } from '../log/print.ts';
import type { MediaPort } from '../media/port.ts';
import { type CommandBody, LIMITS } from '../protocol/index.ts';
import type { CallCommandName, SignalingPort } from '../signaling/port.ts';
import type { Rounds } from './rounds.ts';
import type { SoundChoice } from '../media/sound-choice.ts';

export interface PerformOptions {
  readonly media: MediaPort;
  readonly signaling: SignalingPort;
  readonly rounds: Rounds;
  readonly sound: () => SoundChoice;
  readonly dispatch: (event: CallEvent) => void;
  readonly log: (code: string, facts: Readonly<Record<string, string | boolean>>) => void;
}

/** The last word of this side about a call is worth repeating until the server's own deadlines have passed. */
const LAST_WORD_MS = 60_000;
/** Descriptions and candidates are of no use any more after the time to connect. */
const PEER_MS = 30_000;

/**
 * Runs one effect and reports back by events. `signal` is aborted when the call it belongs to is left: commands of it are
 * then no longer repeated.
 */
export async function perform(effect: Effect, signal: AbortSignal, options: PerformOptions): Promise<void> {
  const { media, signaling, rounds, dispatch } = options;
  switch (effect.type) {
    case 'reach': {
      const answer = await signaling.roster(effect.conversation, { withinMs: CHECK_MS, signal });
      return dispatch({ type: 'reached', callId: effect.callId, answer });
    }
    case 'invite': {
      const answer = await signaling.send('call:invite', effect.body, { withinMs: INVITE_MS, signal });
      return dispatch({ type: 'invited', callId: effect.body.callId, answer });
    }
    case 'claim': {
      const { callId } = effect;
      const answer = await signaling.send('call:claim', { callId }, { withinMs: INVITE_MS, signal });
      return dispatch({ type: 'claimed', callId, answer });
    }
    case 'accept': {
      const answer = await signaling.send('call:accept', effect.body, { withinMs: INVITE_MS, signal });
      return dispatch({ type: 'accepted', callId: effect.body.callId, answer });
    }
    case 'release':
      return tell(options, 'call:release', effect.body);
    case 'refuse':
      return tell(options, 'call:refuse', effect.body);
    case 'end':
      return tell(options, 'call:end', effect.body);
    case 'ring-again': {
      const answer = await signaling.send('call:invite', effect.body, { withinMs: INVITE_MS, signal });
      return dispatch({ type: 'rung-again', callId: effect.body.callId, answer });
    }
    case 'renew': {
      const { callId } = effect;
      await signaling.send('call:renew', { callId }, { withinMs: LIMITS.renewMs, signal });
      return;
    }
    case 'resume': {
      const { body, withinMs } = effect;
      const answer = await signaling.send('call:resume', body, { withinMs, signal });
      const { callId, incarnation } = body;
      return dispatch({ type: 'resumed', callId, incarnation, answer });
    }
    case 'probe':
      return signaling.probe(effect.callId);
    case 'network-is-back':
      return signaling.networkIsBack();
    case 'send-offer': {
      const { description } = effect;
      return tellPeer(options, 'peer:offer', { description }, [signal, rounds.offer(description)]);
    }
    case 'send-restart-wanted': {
      const { header, newPeer } = effect;
      const body = { header, ...(newPeer && { newPeer }) };
      return tellPeer(options, 'peer:restart-wanted', body, [signal, rounds.wish(header)]);
    }
    case 'send-answer': {
      const { description } = effect;
      return tellPeer(options, 'peer:answer', { description }, [signal, rounds.message(description)]);
    }
    case 'send-candidates': {
      const { batch } = effect;
      return tellPeer(options, 'peer:candidates', { batch }, [signal, rounds.message(batch)]);
    }
    case 'prewarm':
      await media.send('media:prewarm', {});
      return;
    case 'open-microphone': {
      const { callId } = effect;
      const answer = await media
        .send('media:open-microphone', { callId, sound: options.sound() })
        .catch(() => ({ ok: false, code: 'media-lost' }) as const);
      return dispatch({ type: 'microphone', callId, answer });
    }
    case 'offer': {
      const { header } = effect;
      const iceServers = [...signaling.iceServers(header.callId)];
      return described(options, header.callId, async () => ({
        type: 'offered',
        callId: header.callId,
        description: await media.send('media:offer', { header, iceServers }),
      }));
    }
    case 'answer': {
      const { offer } = effect;
      const iceServers = [...signaling.iceServers(offer.callId)];
      return described(options, offer.callId, async () => ({
        type: 'answered',
        callId: offer.callId,
        description: await media.send('media:answer', { offer, iceServers }),
      }));
    }
    case 'accept-answer': {
      const { answer } = effect;
      return described(options, answer.callId, async () => {
        await media.send('media:accept-answer', { answer });
        return undefined;
      });
    }
    case 'restart': {
      const { callId, asked } = effect;
      await media.send('media:restart', { callId, asked, iceServers: [...signaling.iceServers(callId)] });
      return;
    }
    case 'add-candidates':
      await media.send('media:add-candidates', { batch: effect.batch });
      return;
    case 'set-muted':
      await media.send('media:mute', { callId: effect.callId, muted: effect.muted });
      return;
    case 'close':
      await media.send('media:close', { callId: effect.callId, hangUp: effect.hangUp });
      return;
  }
}

async function tell<N extends CallCommandName>(
  { signaling, log }: PerformOptions,
  name: N,
  body: CommandBody<N>,
  options: { withinMs: number; signal?: AbortSignal } = { withinMs: LAST_WORD_MS },
): Promise<void> {
  const answer = await signaling.send(name, body, options);
  if (!answer.ok) log('command-refused', { command: name, code: answer.code });
}

/** For the other side alone: of no use once the call or the round is over. */
async function tellPeer<N extends CallCommandName>(
  options: PerformOptions,
  name: N,
  body: CommandBody<N>,
  signals: AbortSignal[],
): Promise<void> {
  const signal = AbortSignal.any(signals);
  await tell(options, name, body, { withinMs: PEER_MS, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** A description that cannot be made or taken ends the call; otherwise what it led to is reported. */
async function described(
  { dispatch, log }: PerformOptions,
  callId: Extract<CallEvent, { type: 'media-failed' }>['callId'],
  attempt: () => Promise<CallEvent | undefined>,
): Promise<void> {
  try {
    const event = await attempt();
    if (event) dispatch(event);
  } catch (error) {
    log('description-failed', { error: nameOf(error) });
    dispatch({ type: 'media-failed', callId });
  }
}
