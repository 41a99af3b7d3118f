import { createSignal } from 'solid-js';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { CallControl, CONTROL_STYLE } from '@/components/call-control.tsx';
import { takeLook } from '@/components/page-look.ts';
import { connectSurface, type SurfaceRuntime } from '@/lib/messaging/surface.ts';
import { type FromChat, PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import type { ConversationId } from '@/lib/protocol/index.ts';
import type { Adapter, Reading } from '@/lib/sites/adapter.ts';
import { watchSite } from '@/lib/sites/watch.ts';
import { watchAttention } from './attention.ts';
import {
  CONTROL_HOST_STYLE,
  CONTROL_TAG,
  createHost,
  OVERLAY_HOST_STYLE,
  OVERLAY_TAG,
  hostsOfOthers,
} from './hosts.tsx';
import { Overlay, OVERLAY_STYLE } from './overlay.tsx';

/** The part of the browser's own object that is needed here: the polyfill is larger than all this. */
const { browser, chrome } = globalThis as { browser?: Extension; chrome?: Extension };
interface Extension {
  readonly runtime?: SurfaceRuntime;
}

const NOTHING: View = {
  places: [],
  call: null,
  rings: [],
  notice: null,
  server: { host: '', state: 'idle', relay: null },
};

/** One page of a chat: shows what the background says, and tells it what the page shows. */
function run(runtime: SurfaceRuntime): void {
  const over = new AbortController();
  const [view, setView] = createSignal(NOTHING);
  const [conversation, setConversation] = createSignal<ConversationId | null>(null);
  let place: Extract<FromChat, { type: 'site:shows' }>['place'] = null;
  let attentive = false;
  const send = (command: FromChat) => surface.send(command);

  // the newest stays: an older one notices, by this, that its time is over
  for (const leftover of hostsOfOthers([])) leftover.remove();
  const control = createHost(CONTROL_TAG, CONTROL_STYLE + CONTROL_HOST_STYLE, () => (
    <CallControl view={view()} conversation={conversation()} send={send} />
  ));
  const overlay = createHost(OVERLAY_TAG, OVERLAY_STYLE + OVERLAY_HOST_STYLE, () => (
    <Overlay view={view()} send={send} />
  ));
  document.documentElement.append(overlay.element);

  const surface = connectSurface<FromChat>(runtime, PORTS.chat, {
    view(message) {
      setConversation(message.conversation);
      setView(message.view);
    },
    connected() {
      queueMicrotask(() => {
        send({ type: 'site:shows', place });
        send({ type: 'site:attention', attentive });
      });
    },
    over: end,
  });

  function end(): void {
    over.abort();
    control.remove();
    overlay.remove();
  }

  function onReading(reading: Reading | undefined, adapter: Adapter | undefined): void {
    // an orphan is not always told that its extension is gone
    if (hostsOfOthers([control.element, overlay.element]).length > 0) return end();
    if (reading) {
      takeLook(control.element, reading.button.like);
      reading.button.parent.insertBefore(control.element, reading.button.before);
    } else control.element.remove();
    const shown = reading && adapter ? placeOf(reading, adapter) : null;
    if (JSON.stringify(shown) === JSON.stringify(place)) return;
    place = shown;
    // until the background has named the new conversation, a click would reach the old one
    setConversation(null);
    send({ type: 'site:shows', place });
  }

  watchSite(window, { onReading, host: () => control.element }, over.signal);
  watchAttention((now) => {
    attentive = now;
    send({ type: 'site:attention', attentive });
  }, over.signal);
}

function placeOf({ key, title, me }: Reading, { name }: Adapter) {
  return { adapter: name, key: { ...key, parts: [...key.parts] }, title, me } as NonNullable<
    Extract<FromChat, { type: 'site:shows' }>['place']
  >;
}

export default defineUnlistedScript(() => {
  const runtime = browser?.runtime ?? chrome?.runtime;
  if (runtime) run(runtime);
});
