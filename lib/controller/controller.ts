import { nextDeadline } from '../call/deadlines.ts';
import { type LastCall, lastCallOf, rejoinableFrom, SEEN_EVERY_MS } from '../call/last-call.ts';
import type { Effect } from '../call/effect.ts';
import type { CallEvent } from '../call/event.ts';
import { toneOf } from '../call/outputs.ts';
import { type CallState, IDLE } from '../call/state.ts';
import { transition } from '../call/transition.ts';
import type { Log } from '../log/log.ts';
import { nameOf } from '../log/print.ts';
import type { MediaEvent, MediaPort, Tone } from '../media/port.ts';
import type { SoundChoice } from '../media/sound-choice.ts';
import type { CallId, ConversationId } from '../protocol/index.ts';
import type { CallServer, SignalingEvent, SignalingPort } from '../signaling/port.ts';
import { type Links, linksAfter } from './link.ts';
import { callEventOf, lineOf } from './media-events.ts';
import { perform } from './perform.ts';
import type { Clock, LastCallStore, MintCallId, Snapshot, SnapshotStore } from './ports.ts';
import { type PersonCommand, personEventOf } from './person-events.ts';
import * as presence from './presence.ts';
import { createRounds } from './rounds.ts';
import type { ServerLookUp } from './server-look-up.ts';

/** The world as the controller sees it. What it asks for may change at any time; {@link Controller.serversChanged} and its like tell it. */
export interface ControllerOptions {
  readonly media: MediaPort;
  readonly signaling: SignalingPort;
  readonly store: SnapshotStore;
  readonly lastCallStore: LastCallStore;
  readonly clock: Clock;
  readonly mintCallId: MintCallId;
  readonly serverOf: ServerLookUp;
  /** The person wants to be present nowhere. */
  readonly offline: () => boolean;
  /** Whose state somebody looks at in the settings. */
  readonly triedServers: () => readonly CallServer[];
  readonly sound: () => SoundChoice;
  /** From 0 to 1. */
  readonly ringVolume: () => number;
  readonly log: Log;
  /** Something that a surface shows may have changed. */
  readonly onChange: () => void;
}

/** One installation's calls and presence. What it tells is as of now, and never changed in place. */
export interface Controller {
  /** The call, the rings, and what became of the last one (lib/call). */
  calls(): CallState;
  /** Where it is present, or would be if the person agreed to the call server there. */
  places(): presence.Presence;
  /** How it stands with each call server that is in use, by its address. */
  links(): Links;
  /** `serverOf`, `triedServers` or `offline` say something else now. */
  serversChanged(): void;
  /** `sound` says something else now. */
  soundChanged(): void;
  /** Null: none that is known of, as while the page is loaded again. */
  tabShows(tab: number, shown: presence.Shown | null): void;
  tabClosed(tab: number): void;
  /** What a person has asked for. One that means nothing (any more) does nothing. */
  command(command: PersonCommand): void;
  /** Goes on from what an earlier life of this context kept; call it before anything else. */
  resume(snapshot: Snapshot, lastCall: LastCall | null, mediaHostIsThere: boolean): void;
  /** A browser that was restarted: the call that was on when it ended may be gone back into. */
  find(lastCall: LastCall): void;
  /** Resolves when everything dispatched so far is kept and its effects are under way. */
  settled(): Promise<void>;
}

/**
 * Owns the state of one installation: events go in one by one, the state after each is kept before its effects run,
 * and effects run side by side. It touches the world through its ports only.
 */
export function createController(options: ControllerOptions): Controller {
  const { media, signaling, store, clock, log } = options;
  let calls: CallState = IDLE;
  let places: presence.Presence = [];
  let links: Links = new Map();
  /** What was asked for last; null: what sounds is not known. */
  let tone: Tone | null = 'none';
  let disarm = () => {};
  /** Aborted when the call that it was made for is left. */
  let lifetime = new AbortController();
  const rounds = createRounds();
  let kept: Promise<void> = Promise.resolve();
  /** As it was written last; undefined: not by this life. */
  let lastCall: LastCall | null | undefined;

  function dispatch(event: CallEvent): void {
    const before = calls;
    const step = transition(calls, event, clock.now());
    calls = step.state;
    if (before.call?.phase !== calls.call?.phase || before.rings.length !== calls.rings.length) {
      log.write('call', {
        event: event.type === 'server' ? event.event.name : event.type,
        from: before.call?.phase ?? 'idle',
        to: calls.call?.phase ?? 'idle',
        rings: calls.rings.length,
        outcome: before.call && !calls.call ? (calls.notice?.code ?? null) : null,
      });
    }
    if (before.call?.callId !== calls.call?.callId) {
      lifetime.abort(new DOMException('The call was left', 'AbortError'));
      lifetime = new AbortController();
    }
    changed(before !== calls, step.effects);
  }

  /** Keeps what is new, then runs what follows from it. */
  function changed(worthKeeping: boolean, effects: readonly Effect[]): void {
    const { signal } = lifetime;
    if (worthKeeping) kept = kept.then(save);
    if (effects.length > 0) kept = kept.then(() => effects.forEach((effect) => run(effect, signal)));
    sound();
    remember();
    arm();
    want();
    options.onChange();
  }

  function want(): void {
    const atServers = callsInUse(calls).flatMap(({ callId, conversation }) => {
      const server = serverOfCall(conversation);
      return server ? [[callId, server] as const] : [];
    });
    const stays = options.offline() ? new Map() : presence.staysOf(places, options.serverOf);
    signaling.want(stays, new Map(atServers), options.triedServers());
  }

  /** The chat tab may be gone, and after a crash of the browser the place too. */
  function serverOfCall(conversation: ConversationId): CallServer | null {
    const place = places.find((each) => each.conversation === conversation);
    const site = place?.site ?? (lastCall?.conversation === conversation ? lastCall.site : undefined);
    if (site === undefined) return null;
    const { server, agreed } = options.serverOf({ site, proposal: null });
    return agreed ? server : null;
  }

  function inUse(): Set<ConversationId> {
    return new Set(callsInUse(calls).map(({ conversation }) => conversation));
  }

  function remember(): void {
    const now = lastCallOf(calls, places, lastCall ?? null, clock.now());
    if (now === lastCall) return;
    lastCall = now;
    options.lastCallStore.save(now).catch((error: unknown) => {
      log.write('last-call-not-kept', { error: nameOf(error) });
    });
  }

  async function save(): Promise<void> {
    await store.save({ calls, places }).catch((error: unknown) => {
      log.write('snapshot-not-kept', { error: nameOf(error) });
    });
  }

  function run(effect: Effect, signal: AbortSignal): void {
    const facts = { media, signaling, rounds, dispatch, sound: options.sound };
    perform(effect, signal, { ...facts, log: (code, more) => log.write(code, more) }).catch(
      (error: unknown) => {
        if (signal.aborted) return;
        log.write('effect-failed', {
          effect: effect.type,
          error: nameOf(error),
        });
      },
    );
  }

  function sound(): void {
    const wanted = toneOf(calls);
    if (wanted === tone) return;
    tone = wanted;
    const volume = tone === 'ring' ? options.ringVolume() : 1;
    media.send('media:tone', { tone, volume }).catch((error: unknown) => {
      log.write('tone-failed', { error: nameOf(error) });
    });
  }

  function arm(): void {
    disarm();
    const again = lastCall && !calls.rejoinable ? lastCall.seenAt + SEEN_EVERY_MS : undefined;
    const times = [nextDeadline(calls), presence.nextLeave(places, inUse()), again].filter(
      (time) => time !== undefined,
    );
    disarm = times.length > 0 ? clock.at(Math.min(...times), due) : () => {};
  }

  function due(): void {
    moved(presence.expire(places, inUse(), clock.now()));
    dispatch({ type: 'time' });
  }

  function moved(next: presence.Presence): void {
    if (next === places) return;
    const left = presence.leftBetween(places, next);
    places = next;
    changed(true, []);
    for (const conversation of left) dispatch({ type: 'place-left', conversation });
  }

  function meIn(conversation: ConversationId) {
    return places.find((place) => place.conversation === conversation)?.myId;
  }

  function ring(data: Extract<CallEvent, { type: 'ring' }>['ring'], server: CallServer['url']): void {
    const me = meIn(data.conversation);
    // one server has no say in what is at another
    if (me && serverOfCall(data.conversation)?.url === server) dispatch({ type: 'ring', ring: data, me });
  }

  signaling.onEvent((event: SignalingEvent, server) => {
    heard(event, server);
    // what it changed is kept before the server may forget it
    return kept;
  });

  media.onEvent((event: MediaEvent) => {
    const line = lineOf(event);
    if (line) log.write(...line);
    const told = callEventOf(event);
    if (told) dispatch(told);
  });
  media.onLost((byPerson) => {
    tone = null;
    log.write('media-lost', { byPerson });
    if (byPerson && calls.call) dispatch({ type: 'hang-up', callId: calls.call.callId });
    dispatch({ type: 'media-lost' });
  });

  function heard(event: SignalingEvent, server: CallServer['url']): void {
    links = linksAfter(links, event, server);
    if (event.type === 'link') log.write('link', { state: event.state, trouble: event.trouble });
    if (event.type === 'entry-refused') log.write('entry-refused', { code: event.code });
    if (event.type === 'welcomed') {
      const ours = calls.call !== null && serverOfCall(calls.call.conversation)?.url === server;
      // a path that is there is restarted; until then its offers are all there is
      if (ours && calls.call?.phase === 'connected') rounds.serverIsBack();
      const { calls: known, engaged = null } = event;
      return dispatch({ type: 'server-calls', calls: known, engaged, ours });
    }
    if (event.type === 'entered') for (const each of event.rings) ring(each, server);
    if (event.type === 'server' && event.event.name === 'call:ring') return ring(event.event.data, server);
    if (event.type === 'server' && event.event.name !== 'roster:changed') {
      return dispatch({ type: 'server', event: event.event });
    }
    options.onChange();
  }

  return {
    calls: () => calls,
    places: () => places,
    links: () => links,
    serversChanged() {
      want();
      options.onChange();
    },
    soundChanged() {
      const { call } = calls;
      if (!call) return;
      media
        .send('media:use-sound', { callId: call.callId, sound: options.sound() })
        .catch((error: unknown) => {
          log.write('sound-not-changed', { error: nameOf(error) });
        });
    },
    tabShows: (tab, shown) => moved(presence.tabShows(places, tab, shown, clock.now())),
    tabClosed: (tab) => moved(presence.tabClosed(places, tab, clock.now())),
    command(command) {
      const event = personEventOf(command, meIn, options.mintCallId);
      if (event) dispatch(event);
    },
    resume(snapshot, record, mediaHostIsThere) {
      calls = snapshot.calls;
      // what the media host was told last is not known here
      tone = null;
      lastCall = record;
      places = presence.afterWake(snapshot.places, clock.now());
      dispatch({ type: 'woken' });
      if (!mediaHostIsThere) dispatch({ type: 'media-lost' });
    },
    find(record) {
      lastCall = record;
      const rejoinable = rejoinableFrom(record, clock.now());
      if (rejoinable) dispatch({ type: 'found', rejoinable });
      else remember();
    },
    async settled() {
      let last;
      do {
        last = kept;
        await last;
      } while (last !== kept);
    },
  };
}

/** Those that need their server. */
function callsInUse({
  call,
  rings,
  rejoinable,
}: CallState): { readonly callId: CallId; readonly conversation: ConversationId }[] {
  return [call, rejoinable, ...rings].filter((each) => each !== null);
}
