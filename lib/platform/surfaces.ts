import { browser } from 'wxt/browser';
import type { RingSummary } from '../messaging/view.ts';
import { sentence } from '../i18n/sentence.ts';
import { IN_FIREFOX } from './in-firefox.ts';

export type Badge = 'none' | 'ringing' | 'in-call' | 'muted';

const BADGES: Record<Badge, { readonly text: string; readonly color: string }> = {
  none: { text: '', color: '#137a4a' },
  ringing: { text: '!', color: '#b25b00' },
  'in-call': { text: '●', color: '#137a4a' },
  muted: { text: '×', color: '#c02f2f' },
};

/** Manifest 3 calls the toolbar's button `action`, manifest 2 `browserAction`. */
const button = (): typeof browser.action =>
  IN_FIREFOX ? (browser.browserAction as typeof browser.action) : browser.action;

/** The toolbar badge: a ring, a call, and whether its microphone is open. */
export async function showBadge(badge: Badge): Promise<void> {
  await button().setBadgeText({ text: BADGES[badge].text });
  await button().setBadgeBackgroundColor({ color: BADGES[badge].color });
}

const PREFIX = 'ring:';

/** One notification for each ring that nobody is looking at; those of other rings go. */
export async function showNotifications(rings: readonly RingSummary[]): Promise<void> {
  const wanted = new Map(rings.map((ring) => [`${PREFIX}${ring.callId}`, ring]));
  const shown = Object.keys(await browser.notifications.getAll()).filter((id) => id.startsWith(PREFIX));
  await Promise.all(shown.filter((id) => !wanted.has(id)).map((id) => browser.notifications.clear(id)));
  await Promise.all(
    [...wanted]
      .filter(([id]) => !shown.includes(id))
      .map(([id, ring]) =>
        browser.notifications.create(id, {
          type: 'basic',
          iconUrl: browser.runtime.getURL('/icon/128.png' as never),
          title: sentence('prompt_label'),
          ...ringText(ring),
        } as never),
      ),
  );
}

/** Firefox shows no third line, and refuses a notification that is to stay until it is answered. */
function ringText(ring: RingSummary) {
  const [who, where] = [sentence('prompt_text', ring.name), sentence('prompt_place', ring.title, ring.site)];
  return IN_FIREFOX
    ? { message: `${who}\n${where}` }
    : { message: who, contextMessage: where, requireInteraction: true };
}

let panelWindow: number | undefined;

/** Shows the popup over the browser's window; where the browser will not open it, a small window with the same page, once. */
export async function showPanel(): Promise<void> {
  try {
    const { id } = await browser.windows.getLastFocused({ windowTypes: ['normal'] });
    if (id !== undefined) await browser.windows.update(id, { focused: true });
    await button().openPopup();
  } catch {
    const url = browser.runtime.getURL('/popup.html');
    const there = panelWindow !== undefined && (await focus(panelWindow));
    if (there) return;
    panelWindow = (await browser.windows.create({ url, type: 'popup', width: 360, height: 520 }))?.id;
  }
}

/** Whether the window is still there. */
async function focus(windowId: number): Promise<boolean> {
  try {
    await browser.windows.update(windowId, { focused: true });
    return true;
  } catch {
    return false;
  }
}

/** A click on a ring's notification shows the prompt; it never accepts. */
export function onNotificationClick(show: () => void): void {
  browser.notifications.onClicked.addListener((id) => {
    if (!id.startsWith(PREFIX)) return;
    void browser.notifications.clear(id);
    show();
  });
}
