import * as v from 'valibot';
import { Incarnation, randomId, type CallId } from '../protocol/index.ts';
import type { MediaCommandName, MediaEvent, MediaPayload, MediaReply, MediaStatus } from './port.ts';
import { createPrewarming } from './prewarm.ts';
import { createSession, type Session } from './session.ts';
import type { Tones } from './tones.ts';
import type { MediaWorld } from './world.ts';

/** The one owner of microphone, peers and tones in the document it lives in. */
export interface MediaHost {
  /**
   * Carries out a command. Rejects with an Error when a description cannot be made or taken, when it is stale, or
   * when its call is closed meanwhile.
   */
  handle<N extends MediaCommandName>(name: N, payload: MediaPayload<N>): Promise<MediaReply<N>>;
  /**
   * Takes the place of an earlier listener: it is told the status first, then what happened while nobody listened, then everything
   * as it happens. Returns a disposer.
   */
  listen(listener: (event: MediaEvent) => void): () => void;
}

/** What happens while the background is away (under a second) is a few candidates and a hang-up. */
const KEPT_EVENTS = 64;

type Handlers = { [N in MediaCommandName]: (payload: MediaPayload<N>) => Promise<MediaReply<N>> };

/** A new incarnation: nothing is open, and nobody listens yet. `tones` are what this document plays them with. */
export function createMediaHost(world: MediaWorld, tones: Tones): MediaHost {
  const incarnation = v.parse(Incarnation, randomId());
  const prewarming = createPrewarming(world);
  let session: Session | null = null;
  let listener: ((event: MediaEvent) => void) | null = null;
  let kept: MediaEvent[] = [];

  function tell(event: MediaEvent): void {
    if (listener) listener(event);
    else kept = [...kept, event].slice(-KEPT_EVENTS);
  }

  function status(): MediaStatus {
    const idle = {
      ...{ callId: null, muted: false, peerMuted: false, silentForMs: null },
      connection: 'new',
    } as const;
    return { incarnation, ...(session?.status() ?? idle) };
  }

  /**
   * The session of a call. Another call's makes way; its open microphone goes over (two people who call each other end up in
   * one call with the stream they kept).
   */
  function start(callId: CallId): Session {
    if (session?.callId === callId) return session;
    const microphone = session?.handOver() ?? null;
    void session?.close(false);
    session = createSession(callId, world, prewarming.takeCertificate, tell, microphone);
    return session;
  }

  function sessionOf(callId: CallId): Session | null {
    return session?.callId === callId ? session : null;
  }

  const handlers: Handlers = {
    async 'media:prewarm'() {
      await prewarming.run();
      return null;
    },
    async 'media:open-microphone'({ callId, sound }) {
      const opened = await start(callId).openMicrophone(sound);
      return opened.ok ? { ok: true, incarnation } : opened;
    },
    async 'media:offer'({ header, iceServers }) {
      if (header.incarnations.from !== incarnation)
        throw new Error('this offer was asked of an earlier host');
      return start(header.callId).offer(header, iceServers);
    },
    async 'media:answer'({ offer, iceServers }) {
      const answering = sessionOf(offer.callId);
      if (!answering || offer.incarnations.to !== incarnation) throw new Error('the offer is stale');
      return answering.answer(offer, iceServers);
    },
    async 'media:accept-answer'({ answer }) {
      await sessionOf(answer.callId)?.acceptAnswer(answer);
      return null;
    },
    async 'media:add-candidates'({ batch }) {
      if (batch.incarnations.to === incarnation) sessionOf(batch.callId)?.addCandidates(batch);
      return null;
    },
    async 'media:restart'({ callId, iceServers, asked }) {
      sessionOf(callId)?.restart(iceServers, asked);
      return null;
    },
    async 'media:use-sound'({ callId, sound }) {
      sessionOf(callId)?.useSound(sound);
      return null;
    },
    async 'media:mute'({ callId, muted }) {
      sessionOf(callId)?.setMuted(muted);
      return null;
    },
    async 'media:close'({ callId, hangUp }) {
      const closing = sessionOf(callId);
      if (closing) session = null;
      await closing?.close(hangUp);
      return null;
    },
    async 'media:tone'({ tone, volume }) {
      tones.play(tone, volume);
      return null;
    },
  };

  return {
    handle: (name, payload) => handlers[name](payload),
    listen(next) {
      listener = next;
      next({ type: 'media:status', status: status() });
      for (const event of kept.splice(0)) next(event);
      return () => {
        if (listener === next) listener = null;
      };
    },
  };
}
