import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { CallCommand } from '../messaging/ui.ts';
import type { Rejoin, RingSummary } from '../messaging/view.ts';
import { sentence, type SentenceKey } from '../i18n/sentence.ts';
import { CallId } from '../protocol/index.ts';
import { IN_FIREFOX } from './in-firefox.ts';

export type Badge = 'none' | 'ringing' | 'in-call' | 'muted' | 'rejoin';

const BADGES: Record<Badge, { readonly text: string; readonly color: string }> = {
  none: { text: '', color: '#137a4a' },
  ringing: { text: '!', color: '#b25b00' },
  'in-call': { text: '●', color: '#137a4a' },
  muted: { text: '×', color: '#c02f2f' },
  /** It asks as a ring does, in the colour of the call that is on; no dot, since no microphone is open. */
  rejoin: { text: '!', color: '#137a4a' },
};

/** Manifest 3 calls the toolbar's button `action`, manifest 2 `browserAction`. */
const button = (): typeof browser.action =>
  IN_FIREFOX ? (browser.browserAction as typeof browser.action) : browser.action;

/** The toolbar badge: a ring, a call and whether its microphone is open, or one to go back into. */
export async function showBadge(badge: Badge): Promise<void> {
  await button().setBadgeText({ text: BADGES[badge].text });
  await button().setBadgeBackgroundColor({ color: BADGES[badge].color });
}

/** What a notification is about, before the call's id: for a ring, and for a call to go back into. */
const PREFIXES = ['ring:', 'rejoin:'] as const;
const isOurs = (id: string) => PREFIXES.some((prefix) => id.startsWith(prefix));

/** Offers to go back into a call that were made already: who put one away is not asked again. */
const offered = new Set<string>();

/** What is to be told to somebody who looks at none of our surfaces. */
export interface Unseen {
  readonly rings: readonly RingSummary[];
  readonly rejoin: Rejoin | null;
}

/** One notification for each ring, and for the call to go back into; what is no longer so goes. */
export async function showNotifications({ rings, rejoin }: Unseen): Promise<void> {
  const wanted = new Map(rings.map((ring) => [`ring:${ring.callId}`, ringText(ring)]));
  if (rejoin) wanted.set(`rejoin:${rejoin.callId}`, rejoinText(rejoin));
  const shown = Object.keys(await browser.notifications.getAll()).filter(isOurs);
  await Promise.all(shown.filter((id) => !wanted.has(id)).map((id) => browser.notifications.clear(id)));
  const made = [...wanted].filter(([id]) => !shown.includes(id) && !offered.has(id));
  if (rejoin) offered.add(`rejoin:${rejoin.callId}`);
  await Promise.all(
    made.map(([id, text]) =>
      browser.notifications.create(id, {
        type: 'basic',
        iconUrl: browser.runtime.getURL('/icon/128.png' as never),
        ...text,
      } as never),
    ),
  );
}

function ringText({ name, title, site }: RingSummary) {
  const buttons = [sentence('button_accept'), sentence('button_refuse')];
  return notificationText('prompt_label', sentence('prompt_text', name), title, site, buttons);
}

function rejoinText({ name, title, site }: Rejoin) {
  const message = sentence('rejoin_notification', name);
  return notificationText('rejoin_label', message, title, site, [sentence('button_rejoin', name)]);
}

/** Firefox shows no third line, and refuses a notification that has buttons or is to stay until it is answered. */
function notificationText(
  label: SentenceKey,
  message: string,
  title: string,
  site: string,
  buttons: readonly string[],
) {
  // where a call to go back into was is not always known any more
  const where = site === '' ? '' : sentence('prompt_place', title, site);
  return IN_FIREFOX
    ? { title: sentence(label), message: `${message}\n${where}`.trimEnd() }
    : {
        ...{ title: sentence(label), message, contextMessage: where, requireInteraction: true },
        buttons: buttons.map((each) => ({ title: each })),
      };
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

/** A click on a notification shows what it is about; it never accepts a call, nor goes back into one. */
export function onNotificationClick(show: () => void): void {
  browser.notifications.onClicked.addListener((id) => {
    if (!isOurs(id)) return;
    void browser.notifications.clear(id);
    show();
  });
}

/** A click on one of its buttons, which Chrome has, does what stands on it. */
export function onNotificationButton(act: (command: CallCommand) => void): void {
  if (IN_FIREFOX) return;
  browser.notifications.onButtonClicked.addListener((id, index) => {
    const command = isOurs(id) && commandOf(id, index);
    if (!command) return;
    void browser.notifications.clear(id);
    act(command);
  });
}

function commandOf(id: string, index: number): CallCommand | undefined {
  const about = PREFIXES.find((prefix) => id.startsWith(prefix));
  const callId = v.safeParse(CallId, id.slice(about?.length));
  const type = about && COMMANDS[about][index];
  return callId.success && type ? { type, callId: callId.output } : undefined;
}

/** In the order of the buttons. */
const COMMANDS = {
  'ring:': ['call:accept', 'call:refuse'],
  'rejoin:': ['call:rejoin'],
} as const satisfies Record<(typeof PREFIXES)[number], readonly CallCommand['type'][]>;
