import { badgeOf, shownRings } from '@/lib/call/outputs.ts';
import { unseen } from '@/lib/controller/attention.ts';
import { type Facts, viewOf } from '@/lib/controller/view.ts';
import { PORTS } from '@/lib/messaging/ui.ts';
import type { Log } from '@/lib/log/log.ts';
import { nameOf } from '@/lib/log/print.ts';
import type { PlatformMediaHost } from '@/lib/platform/media-host.ts';
import type { Panel } from '@/lib/platform/surface-ports.ts';
import { showBadge, showNotifications } from '@/lib/platform/surfaces.ts';
import type { Updates } from '@/lib/platform/updates.ts';
import { keepWaking } from '@/lib/platform/wake.ts';
import type { ChatTabs } from './chat-tabs.ts';

export interface ShowingOptions {
  readonly facts: () => Facts;
  readonly tabs: () => ChatTabs;
  readonly media: Pick<PlatformMediaHost, 'follow'>;
  readonly updates: Updates;
  readonly log: Log;
}

/** Brings what changed to everything that shows it. */
export interface Showing {
  /** Changes of one task are shown once, after it. */
  soon(): void;
  /** Whether one of that name is open. */
  isOpen(name: Panel['name']): boolean;
  opened(panel: Panel): void;
  closed(panel: Panel): void;
  /** Something is on its way to a surface: where it fails, that is logged. */
  surface(what: string, shown: Promise<void>): void;
}

export function createShowing({ facts, tabs, media, updates, log }: ShowingOptions): Showing {
  const panels = new Set<Panel>();
  let stale = false;
  /** Not known at first: an earlier life of this worker may have left its alarm. */
  let waking: boolean | undefined;
  /** One after the other: an older set of rings must not be shown over a newer one. */
  let notified: Promise<void> = Promise.resolve();

  function soon(): void {
    if (stale) return;
    stale = true;
    queueMicrotask(() => {
      stale = false;
      show();
    });
  }

  function show(): void {
    const now = facts();
    const { calls, places } = now;
    const view = viewOf(now);
    tabs().show(view);
    for (const panel of panels) panel.post({ type: 'view', view, conversation: null });
    const busy = calls.call !== null || shownRings(calls).length > 0;
    media.follow(view);
    // what a person still has to read is worth waiting for too
    updates.busy(busy || view.notice !== null);
    surface('badge', showBadge(badgeOf(calls)));
    const panelOpen = isOpen(PORTS.panel);
    const watchers = [...tabs().watchers()];
    const rings = unseen(view.rings, watchers, panelOpen);
    const [rejoin = null] = unseen(view.rejoin ? [view.rejoin] : [], watchers, panelOpen);
    notified = notified
      .then(() => showNotifications({ rings, rejoin }))
      .catch((error: unknown) => failed('notification', error));
    // also while a call may be gone back into: what offers that goes by its deadline
    const wanted = busy || view.rejoin !== null || places.length > 0;
    if (wanted !== waking) surface('wake', keepWaking(wanted));
    waking = wanted;
  }

  function isOpen(name: Panel['name']): boolean {
    return [...panels].some((panel) => panel.name === name);
  }

  function surface(what: string, shown: Promise<void>): void {
    shown.catch((error: unknown) => failed(what, error));
  }

  function failed(what: string, error: unknown): void {
    log.write('surface-failed', { what, error: nameOf(error) });
  }

  return {
    soon,
    surface,
    isOpen,
    opened(panel) {
      panels.add(panel);
      soon();
    },
    closed(panel) {
      panels.delete(panel);
      soon();
    },
  };
}
