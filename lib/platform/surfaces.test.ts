import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { useEnglish } from '../../components/testing/english.ts';
import { name, REJOIN, RING } from '../../components/testing/views.ts';
import { CallId } from '../protocol/index.ts';
import { onNotificationButton, onNotificationClick, showNotifications, showPanel } from './surfaces.ts';

beforeEach(() => fakeBrowser.reset());

describe('the panel', () => {
  const create = vi.fn(async () => ({ id: 5 }));
  const update = vi.fn(async (id: number) => {
    if (id === 5 && closed) throw new Error('No window with id: 5.');
    return {};
  });
  let closed = false;
  beforeEach(() => {
    vi.clearAllMocks();
    Object.assign(browser, { windows: { create, update, getLastFocused: async () => ({ id: 1 }) } });
  });

  test('is the popup, over the window in front, where the browser opens it', async () => {
    Object.assign(browser, { action: { openPopup: async () => undefined } });
    await showPanel();
    expect(update).toHaveBeenCalledWith(1, { focused: true });
    expect(create).not.toHaveBeenCalled();
  });

  test('is one small window with the same page where it does not, and another once that was closed', async () => {
    Object.assign(browser, {
      action: {
        openPopup: async () => {
          throw new Error('Could not find an active browser window.');
        },
      },
    });
    await showPanel();
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ type: 'popup', url: expect.stringContaining('/popup.html') }),
    );
    await showPanel();
    expect(create).toHaveBeenCalledOnce();
    expect(update).toHaveBeenLastCalledWith(5, { focused: true });
    closed = true;
    await showPanel();
    expect(create).toHaveBeenCalledTimes(2);
  });
});

describe('a notification', () => {
  const shown = new Map<string, Record<string, string>>();
  let click = (_id: string): void => {};
  let press = (_id: string, _button: number): void => {};
  const ids = () => [...shown.keys()];
  /** A call that no test before has offered to go back into. */
  let calls = 0;
  const anotherRejoin = () => ({ ...REJOIN, callId: v.parse(CallId, String(calls++).padStart(22, 'r')) });

  beforeEach(() => {
    useEnglish();
    shown.clear();
    Object.assign(browser, {
      notifications: {
        getAll: async () => Object.fromEntries(shown),
        create: async (id: string, text: Record<string, string>) => shown.set(id, text),
        clear: async (id: string) => shown.delete(id),
        onClicked: { addListener: (listener: typeof click) => (click = listener) },
        onButtonClicked: { addListener: (listener: typeof press) => (press = listener) },
      },
    });
  });

  test('tells of each ring, and goes with it', async () => {
    await showNotifications({ rings: [RING], rejoin: null });
    expect(ids()).toEqual([`ring:${RING.callId}`]);
    await showNotifications({ rings: [], rejoin: null });
    expect(ids()).toEqual([]);
  });

  test.each([
    ['HTML', '<img src=x onerror=alert(1)><b>Eve</b>', '<img src=x onerror=alert(1)><b>Eve</b>'],
    ['control characters', 'E\u0001v\u0007e\n\r\nAda', 'E v e Ada'],
    ['marks that turn the text around', 'Eve\u202Eecila\u2067x', 'Eve ecila x'],
    ['no end', 'W'.repeat(250), 'W'.repeat(80)],
  ])('says a name of %s as plain text, apart from the words around it', async (_, typed, said) => {
    const ring = { ...RING, name: name(typed), title: name(typed) };
    await showNotifications({ rings: [ring], rejoin: null });
    const { message, contextMessage } = shown.get(`ring:${RING.callId}`) ?? {};
    expect(message).toBe(`\u2068${said}\u2069 would like to start an audio chat with you.`);
    expect(contextMessage).toBe(`in \u2068${said}\u2069 · \u2068${RING.site}\u2069`);
  });

  test('asks about a call to go back into, by name and place, and goes with it', async () => {
    const rejoin = anotherRejoin();
    await showNotifications({ rings: [], rejoin });
    expect(ids()).toEqual([`rejoin:${rejoin.callId}`]);
    const text = Object.values(shown.get(`rejoin:${rejoin.callId}`) ?? {}).join('|');
    expect(text.replaceAll(/[\u2066-\u2069]/g, '')).toContain(
      'Interrupted call|You were in a call with Ada. Rejoin?|in tea · chat.example.org',
    );
    await showNotifications({ rings: [], rejoin: null });
    expect(ids()).toEqual([]);
  });

  test('says nothing of a place that is not known any more', async () => {
    const rejoin = { ...anotherRejoin(), site: '' };
    await showNotifications({ rings: [], rejoin });
    expect(JSON.stringify([...shown.values()])).not.toContain('·');
  });

  test('that was put away does not come back', async () => {
    const rejoin = anotherRejoin();
    await showNotifications({ rings: [], rejoin });
    shown.clear();
    await showNotifications({ rings: [RING], rejoin });
    expect(ids()).toEqual([`ring:${RING.callId}`]);
  });

  test('leads to the panel when it is clicked, and does nothing else', async () => {
    const show = vi.fn();
    onNotificationClick(show);
    const rejoin = anotherRejoin();
    await showNotifications({ rings: [], rejoin });
    click('of-somebody-else');
    expect(show).not.toHaveBeenCalled();
    click(`rejoin:${rejoin.callId}`);
    expect([show.mock.calls, ids()]).toEqual([[[]], []]);
  });

  test('has buttons that do what stands on them, where the browser has any', async () => {
    const act = vi.fn();
    onNotificationButton(act);
    const rejoin = anotherRejoin();
    await showNotifications({ rings: [RING], rejoin });
    const buttons = [...shown.values()].map((each) => each['buttons']);
    expect(buttons).toEqual([
      [{ title: 'Accept' }, { title: 'Refuse' }],
      [{ title: expect.stringMatching(/^Rejoin the call with/) }],
    ]);
    press('of-somebody-else', 0);
    press(`rejoin:${rejoin.callId}`, 1);
    expect(act).not.toHaveBeenCalled();
    press(`ring:${RING.callId}`, 0);
    press(`ring:${RING.callId}`, 1);
    press(`rejoin:${rejoin.callId}`, 0);
    expect(act.mock.calls).toEqual([
      [{ type: 'call:accept', callId: RING.callId }],
      [{ type: 'call:refuse', callId: RING.callId }],
      [{ type: 'call:rejoin', callId: rejoin.callId }],
    ]);
    expect(ids()).toEqual([]);
  });
});
