import { createSignal } from 'solid-js';
import { CallControl, CONTROL_STYLE } from '@/components/call-control.tsx';
import { takeLook } from '@/components/page-look.ts';
import { sentence } from '@/lib/i18n/sentence.ts';
import { connectSurface, type SurfaceRuntime } from '@/lib/messaging/surface.ts';
import { type FromChat, PORTS } from '@/lib/messaging/ui.ts';
import type { View } from '@/lib/messaging/view.ts';
import type { ConversationId } from '@/lib/protocol/index.ts';
import type { Adapter } from '@/lib/sites/adapter.ts';
import type { SiteReading } from '@/lib/sites/reading.ts';
import { watchSite } from '@/lib/sites/watch.ts';
import { watchAttention } from './attention.ts';
import {
  CONTROL_HOST_STYLE,
  CONTROL_TAG,
  createHost,
  OVERLAY_HOST_STYLE,
  OVERLAY_TAG,
  hostsOfOthers,
  isNewer,
} from './hosts.tsx';
import { Overlay, OVERLAY_STYLE } from './overlay.tsx';
import { createTitleMark } from './title-mark.ts';

const NOTHING: View = {
  offline: false,
  places: [],
  call: null,
  rings: [],
  notice: null,
  rejoin: null,
  servers: [],
};

/** One page of a chat: shows what the background says, and tells it what the page shows. */
export function mountChat(runtime: SurfaceRuntime): void {
  const over = new AbortController();
  // looked up while there is somebody to ask: an extension that has stopped has no texts any more
  sentence('control_stopped');
  const [view, setView] = createSignal(NOTHING);
  const [stopped, setStopped] = createSignal(false);
  const [conversation, setConversation] = createSignal<ConversationId | null>(null);
  let place: Extract<FromChat, { type: 'site:shows' }>['place'] = null;
  let attentive = false;
  const titleMark = createTitleMark();
  const send = (command: FromChat) => surface.send(command);

  // the newest stays: an older one notices, by what is on the page, that its time is over
  const bornMs = performance.timeOrigin + performance.now();
  for (const leftover of hostsOfOthers([])) leftover.remove();
  const control = createHost(CONTROL_TAG, bornMs, CONTROL_STYLE + CONTROL_HOST_STYLE, () => (
    <CallControl view={view()} conversation={conversation()} stopped={stopped()} send={send} />
  ));
  const overlay = createHost(OVERLAY_TAG, bornMs, OVERLAY_STYLE + OVERLAY_HOST_STYLE, () => (
    <Overlay view={view()} send={send} />
  ));
  const page = () => document.documentElement;
  const overlayStands = () => overlay.element.parentElement === page() && overlay.isDressed();
  overlay.put(page(), null);

  const surface = connectSurface<FromChat>(runtime, PORTS.chat, {
    view(message) {
      setConversation(message.conversation);
      setView(message.view);
      titleMark.ring(message.view.rings.length > 0);
      setStopped(false);
    },
    connected() {
      queueMicrotask(() => {
        send({ type: 'site:shows', place });
        send({ type: 'site:attention', attentive });
      });
    },
    silent() {
      setConversation(null);
      setView(NOTHING);
      titleMark.ring(false);
      setStopped(true);
    },
    over: end,
  });

  function end(): void {
    over.abort();
    titleMark.ring(false);
    control.remove();
    overlay.remove();
  }

  function onReading(reading: SiteReading['reading'] | undefined, adapter: Adapter | undefined): void {
    const others = hostsOfOthers([control.element, overlay.element]);
    // an orphan is not always told that its extension is gone
    if (runtime.id === undefined || others.some((other) => isNewer(other, bornMs))) return end();
    for (const copy of others) copy.remove();
    if (!overlayStands()) overlay.put(page(), null);
    if (reading) {
      takeLook(control.element, reading.button.like);
      control.put(reading.button.parent, reading.button.before);
    } else control.element.remove();
    const shown = reading && adapter ? placeOf(reading, adapter) : null;
    if (JSON.stringify(shown) === JSON.stringify(place)) return;
    place = shown;
    // until the background has named the new conversation, a click would reach the old one
    setConversation(null);
    send({ type: 'site:shows', place });
  }

  // whichever of the two the page took away or undressed, both are put back
  const host = () => (overlayStands() && control.isDressed() ? control.element : overlay.element);
  watchSite(window, { onChange: titleMark.keep, onReading, host }, over.signal);
  watchAttention((now) => {
    attentive = now;
    send({ type: 'site:attention', attentive });
  }, over.signal);
}

function placeOf({ key, title, me, server }: SiteReading['reading'], { name }: Adapter) {
  const parts = [...key.parts];
  return { adapter: name, key: { ...key, parts }, title, me, proposal: server } as NonNullable<
    Extract<FromChat, { type: 'site:shows' }>['place']
  >;
}
