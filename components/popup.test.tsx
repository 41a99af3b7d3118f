import { cleanup, render, screen, within } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { View } from '../lib/messaging/view.ts';
import {
  ADA,
  CALL,
  CALL_ID,
  callIn,
  callWith,
  CHIOMA,
  name,
  notice,
  person,
  PLACE,
  RECONNECTING,
  REJOIN,
  RING,
  TEA,
  viewWith,
} from './testing/views.ts';
import { useEnglish } from './testing/english.ts';
import { Popup, type PopupProps } from './popup.tsx';
import { clickAsPerson, clickAtRest, keyClicks } from './testing/person.ts';

beforeAll(useEnglish);
beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue(1_000);
  // the call in the views is 2:41 old, however long this file took to load
  vi.spyOn(Date, 'now').mockReturnValue((CALL.connectedAtMs ?? 0) + 161_000);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function open(first: View | null, page: PopupProps['page'] = null) {
  const [shown, show] = createSignal(first);
  const sent: FromPanel[] = [];
  const onUseSite = vi.fn();
  render(() => (
    <Popup view={shown()} page={page} onUseSite={onUseSite} send={(command) => sent.push(command)} />
  ));
  return { sent, show, onUseSite };
}
const button = (label: string) => screen.getByRole('button', { name: label });
const buttons = () =>
  screen.getAllByRole('button').map((each) => each.getAttribute('aria-label') ?? each.textContent);
const press = (label: string) => clickAsPerson(button(label));

describe('a ring in the popup', () => {
  test('says who calls and from where, and can be accepted', () => {
    const { sent } = open(viewWith({ rings: [RING] }));
    const prompt = screen.getByRole('alertdialog', { name: 'Incoming audio call' });
    expect(prompt.textContent).toContain('Ada would like to start an audio chat with you.');
    expect(prompt.textContent).toContain('in tea · chat.example.org');
    press('Accept');
    expect(sent).toEqual([{ type: 'call:accept', callId: CALL_ID }]);
  });

  test('can be refused', () => {
    const { sent } = open(viewWith({ rings: [RING] }));
    press('Refuse');
    expect(sent).toEqual([{ type: 'call:refuse', callId: CALL_ID }]);
  });

  test('does not take the focus, nor a click of a pointer that rests where it appeared', () => {
    const { sent } = open(viewWith({ rings: [RING] }));
    expect(document.activeElement).toBe(document.body);
    clickAtRest(button('Accept'));
    expect(sent).toEqual([]);
  });

  test('keeps its buttons and its rest over later snapshots', () => {
    const { show } = open(viewWith({ rings: [RING] }));
    const before = button('Accept');
    show(viewWith({ rings: [{ ...RING }], places: [] }));
    expect(button('Accept')).toBe(before);
  });
});

describe('a call in the popup', () => {
  test('says with whom and for how long, and can be muted and hung up', () => {
    const { sent } = open(viewWith({ call: CALL }));
    const region = within(screen.getByRole('region', { name: 'Audio call' }));
    expect(region.getByText('Ada')).toBeDefined();
    expect(region.getByRole('status').textContent).toBe('In call');
    expect(region.getByRole('timer').textContent).toBe('2:41');
    press('Mute');
    press('Hang up');
    expect(sent).toEqual([
      { type: 'call:mute', callId: CALL_ID, muted: true },
      { type: 'call:hang-up', callId: CALL_ID },
    ]);
  });

  test('says Muted, and can be unmuted', () => {
    const { sent } = open(viewWith({ call: { ...CALL, muted: true } }));
    expect(screen.getByText('Muted')).toBeDefined();
    press('Muted. Unmute');
    expect(sent).toEqual([{ type: 'call:mute', callId: CALL_ID, muted: false }]);
  });

  test('can be cancelled while it rings out, and has nothing to mute or hang up yet', () => {
    const { sent } = open(viewWith({ call: callIn('ringing', { name: null }) }));
    expect(screen.getByRole('status').textContent).toBe('Ringing…');
    expect(buttons()).toEqual(['Cancel call', 'Settings']);
    press('Cancel call');
    expect(sent).toEqual([{ type: 'call:cancel', callId: CALL_ID }]);
  });

  test('waiting for the microphone leads to where it waits', () => {
    const { sent, show } = open(viewWith({ call: callIn('calling', { microphoneWaits: 'permission' }) }));
    expect(screen.getByRole('status').textContent).toBe(
      'Your browser asks for the microphone in Earshot’s window.',
    );
    expect(buttons()).toEqual(['Cancel call', 'Show it', 'Settings']);
    press('Show it');
    expect(sent).toEqual([{ type: 'window:show' }]);
    show(viewWith({ call: callIn('connecting', { outgoing: false, microphoneWaits: 'window' }) }));
    expect(screen.getByRole('status').textContent).toMatch(/when you go to Earshot’s call window/);
    expect(buttons()).toEqual(['Mute', 'Hang up', 'Show it', 'Settings']);
  });

  test('says that it reconnects, while the clock goes on and the buttons stay', () => {
    const { show, sent } = open(viewWith({ call: CALL }));
    vi.mocked(performance.now).mockReturnValue(10_000);
    const hangUp = button('Hang up');
    show(viewWith({ call: RECONNECTING }));
    const region = within(screen.getByRole('region', { name: 'Audio call' }));
    expect(region.getByRole('status').textContent).toBe('Reconnecting…');
    expect(region.getByRole('timer').textContent).toBe('2:41');
    clickAtRest(hangUp);
    expect(sent).toEqual([{ type: 'call:hang-up', callId: CALL_ID }]);
  });

  test('says who cannot be heard, and leads to a microphone that is blocked', () => {
    const { sent, show } = open(viewWith({ call: callWith('peer-microphone-silent') }));
    expect(screen.getByRole('status').textContent).toBe('Ada’s microphone is silent. They see it too.');
    show(viewWith({ call: callWith('microphone-blocked') }));
    expect(screen.getByRole('status').textContent).toBe('Your microphone is blocked for Earshot.');
    press('Allow the microphone');
    expect(sent).toEqual([{ type: 'page:open', page: 'welcome' }]);
  });

  test('says that it goes on with another microphone', () => {
    open(viewWith({ call: CALL, notice: notice('microphone-changed', name('USB Audio')) }));
    expect(screen.getByRole('status').textContent).toBe(
      'The call goes on with another microphone: USB Audio.',
    );
    expect(buttons()).toEqual(['Mute', 'Hang up', 'Settings']);
  });

  test('is not hung up by a second click on Cancel call', () => {
    const { sent, show } = open(viewWith({ call: callIn('answering') }));
    show(viewWith({ call: callIn('connecting') }));
    clickAtRest(button('Hang up'), 2);
    expect(sent).toEqual([]);
  });
});

describe('a call to go back into', () => {
  const gone = () => viewWith({ rejoin: REJOIN, places: [] });

  test('says where it was, and can be gone back into or given up', () => {
    const { sent } = open(gone());
    const region = screen.getByRole('region', { name: 'Interrupted call' });
    expect(region.textContent).toContain('Your call was cut off.in tea · chat.example.org');
    press('Rejoin the call with Ada');
    press('Hang up');
    expect(sent).toEqual([
      { type: 'call:rejoin', callId: CALL_ID },
      { type: 'call:hang-up', callId: CALL_ID },
    ]);
  });

  test('does not take the focus, a click of a resting pointer, nor a key that is held down', () => {
    const { sent } = open(gone());
    clickAtRest(button('Rejoin the call with Ada'));
    expect([sent, document.activeElement]).toEqual([[], document.body]);
    const held = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    button('Rejoin the call with Ada').dispatchEvent(held);
    expect(held.defaultPrevented).toBe(true);
  });

  test('keeps its buttons over later snapshots, and goes with what it is about', () => {
    const { show } = open(gone());
    const before = button('Hang up');
    show(viewWith({ rejoin: { ...REJOIN } }));
    expect(button('Hang up')).toBe(before);
    show(viewWith());
    expect(screen.queryByRole('button', { name: 'Hang up' })).toBeNull();
  });

  test('says nothing of a place that is not known any more', () => {
    open(viewWith({ rejoin: { ...REJOIN, site: '' }, places: [] }));
    expect(screen.getByRole('region', { name: 'Interrupted call' }).textContent).not.toContain('·');
  });

  test('is the call that the other is in: not another', () => {
    open(viewWith({ rejoin: REJOIN, places: [{ ...PLACE, others: [{ ...ADA, busy: true }] }] }));
    expect(screen.queryByText('in another call')).toBeNull();
  });
});

describe('what happened', () => {
  test('stands in the one status line, which was there before', () => {
    const { show } = open(viewWith({ call: callIn('ringing') }));
    const status = screen.getByRole('status');
    show(viewWith({ notice: notice('refused') }));
    expect(screen.getAllByRole('status')).toEqual([status]);
    expect(status.textContent).toBe('Ada refused.');
  });

  test('can be put away', () => {
    const { sent } = open(viewWith({ notice: notice('refused') }));
    press('Dismiss');
    expect(sent).toEqual([{ type: 'call:dismiss' }]);
  });

  test.each([
    ['Call again', 'no-answer', null, { type: 'call:start', conversation: TEA, to: null }],
    ['Call again', 'missed', ADA.name, { type: 'call:start', conversation: TEA, to: ADA.id }],
    ['Allow the microphone', 'microphone-blocked', null, { type: 'page:open', page: 'welcome' }],
    ['Show me how', 'microphone-blocked-by-system', null, { type: 'page:open', page: 'welcome' }],
  ] as const)('has a way out: %s after %s', (label, code, who, command) => {
    const { sent } = open(viewWith({ notice: notice(code, who) }));
    press(label);
    expect(sent).toEqual([command]);
  });

  test('offers no call that would ring others than the one who is meant, not even of the same name', () => {
    const namesake = { ...CHIOMA, name: ADA.name };
    const { show, sent } = open(
      viewWith({ notice: notice('missed'), places: [{ ...PLACE, others: [namesake] }] }),
    );
    expect(screen.queryByRole('button', { name: 'Call again' })).toBeNull();
    show(viewWith({ notice: notice('missed'), places: [{ ...PLACE, others: [namesake, ADA] }] }));
    press('Call again');
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: ADA.id }]);
  });
});

test('what happened is not put away by the second click of a double one on Hang up', () => {
  const { sent, show } = open(viewWith({ call: CALL }));
  show(viewWith({ notice: notice('ended') }));
  clickAtRest(button('Dismiss'), 2);
  expect(sent).toEqual([]);
});

describe('the places in the popup', () => {
  test('say where one can be called, and by whom', () => {
    const { sent } = open(viewWith({ places: [{ ...PLACE, others: [ADA, CHIOMA] }] }));
    expect(screen.getByText(/You can be called in/).textContent).toBe(
      'You can be called in tea · chat.example.org',
    );
    expect(screen.getByText('in another call')).toBeDefined();
    press('Call Ada');
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: ADA.id }]);
    expect(buttons()).toEqual(['Call Ada', 'Settings']);
  });

  test('take no second click of a double one for a call, neither where they appear nor where somebody comes', () => {
    const { sent, show } = open(viewWith());
    clickAsPerson(button('Call Ada'), 2);
    vi.mocked(performance.now).mockReturnValue(2_000);
    show(viewWith({ places: [{ ...PLACE, others: [person('d', 'Dee'), ADA] }] }));
    clickAtRest(button('Call Dee'));
    clickAsPerson(button('Call Dee'), 2);
    expect(sent).toEqual([]);
    vi.mocked(performance.now).mockReturnValue(3_000);
    clickAtRest(button('Call Ada'));
    expect(sent.map(({ type }) => type)).toEqual(['call:start']);
  });

  test('call once by a key that is held', () => {
    open(viewWith());
    expect(keyClicks(button('Call Ada'), 'Enter', false)).toBe(true);
    expect(keyClicks(button('Call Ada'), 'Enter', true)).toBe(false);
  });

  test('say of somebody in a call that it is another, but for the one I am talking to', () => {
    const ada = { ...ADA, busy: true };
    open(viewWith({ call: CALL, places: [{ ...PLACE, others: [ada, CHIOMA] }] }));
    expect(screen.getAllByText('in another call')).toHaveLength(1);
    expect(screen.getByText('in another call').parentElement?.textContent).toContain('Chioma');
  });

  test('offer no second call', () => {
    open(viewWith({ call: CALL }));
    expect(screen.queryByRole('button', { name: 'Call Ada' })).toBeNull();
  });

  test('say why one cannot be called', () => {
    open(viewWith({ places: [{ ...PLACE, present: false, trouble: 'access-denied' }] }));
    expect(screen.queryByText(/You can be called in/)).toBeNull();
    expect(screen.getByText(/wants an access key/)).toBeDefined();
  });

  test('say what to do where there is none', () => {
    open(viewWith({ places: [] }));
    expect(screen.getByText(/Open a chat/)).toBeDefined();
  });
});

describe('appearing offline', () => {
  const box = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Appear offline' });

  test('is chosen and taken back', () => {
    const { sent, show } = open(viewWith());
    expect(box().checked).toBe(false);
    box().click();
    show(viewWith({ offline: true, places: [{ ...PLACE, present: false, others: [], trouble: 'offline' }] }));
    expect(box().checked).toBe(true);
    expect(screen.getByText('You appear offline: nobody can call you here.')).toBeDefined();
    box().click();
    expect(sent).toEqual([
      { type: 'presence:set', offline: true },
      { type: 'presence:set', offline: false },
    ]);
  });
});

describe('a question about the call server', () => {
  const url = 'https://calls.example.org';
  const asked = (proposed: boolean, changes = {}) =>
    viewWith({ places: [{ ...PLACE, present: false, others: [], question: { url, proposed }, ...changes }] });

  test('stands in the place of those who could be called, and agrees for good', () => {
    const { sent } = open(asked(false));
    const card = screen.getByRole('region');
    expect(card.textContent).toContain('Use the call server calls.example.org?');
    expect(card.textContent).not.toContain('proposes');
    press('Use it');
    expect(sent).toEqual([{ type: 'server:use', url, site: null }]);
  });

  test.each(['Use it', 'Not now'])(
    'is not answered with "%s" by the second click of a double one, which led here, nor by a held key',
    (answer) => {
      const { sent } = open(asked(true));
      clickAtRest(button(answer));
      clickAsPerson(button(answer), 2);
      expect(sent).toEqual([]);
      expect(keyClicks(button(answer), ' ', true)).toBe(false);
      vi.mocked(performance.now).mockReturnValue(2_000);
      clickAtRest(button(answer));
      expect(sent).toHaveLength(1);
    },
  );

  test('of a page says whose, and holds for that page', () => {
    const { sent } = open(asked(true));
    expect(screen.getByRole('region').textContent).toContain('chat.example.org proposes it');
    press('Use it');
    press('Not now');
    expect(sent).toEqual([
      { type: 'server:use', url, site: 'chat.example.org' },
      { type: 'server:decline', url, site: 'chat.example.org' },
    ]);
  });

  test('leaves those who can be called meanwhile where they are', () => {
    open(asked(true, { present: true, others: [ADA] }));
    expect(buttons()).toContain('Call Ada');
  });

  test('about the own setting is put off by closing the popup', () => {
    const close = vi.spyOn(window, 'close').mockReturnValue();
    const { sent } = open(asked(false));
    press('Not now');
    expect(sent).toEqual([]);
    expect(close).toHaveBeenCalledOnce();
  });
});

test('the popup names the call server, how it is, and leads to the settings', () => {
  const { sent } = open(viewWith());
  expect(screen.getByRole('contentinfo').textContent).toContain('calls.example.org · connected');
  press('Settings');
  expect(sent).toEqual([{ type: 'page:open', page: 'options' }]);
});

test('the popup is empty until the background has said how things are', () => {
  const { show } = open(null);
  expect(document.body.textContent).toBe('');
  show(viewWith());
  expect(screen.getByRole('main')).toBeDefined();
});

describe('the page under the popup', () => {
  const nowhere = viewWith({ places: [], servers: [] });

  test('that is a chat can be permitted', () => {
    const { onUseSite } = open(nowhere, { site: 'chat.example.org', state: 'may-be-used' });
    expect(screen.getByRole('region').textContent).toContain('Use Earshot on chat.example.org?');
    press('Use Earshot on this site');
    expect(onUseSite).toHaveBeenCalledOnce();
  });

  test('that is none says so, and where those who run it may look', () => {
    const { sent } = open(nowhere, { site: 'example.org', state: 'unknown' });
    expect(document.body.textContent).toContain('finds no chat that it knows on this page of example.org.');
    press('For those who run the page');
    expect(sent).toEqual([{ type: 'page:open', page: 'site-owners' }]);
  });

  test('that whoever manages the browser does not allow says so, and offers nothing', () => {
    open(nowhere, { site: 'chat.example.org', state: 'not-allowed' });
    expect(document.body.textContent).toContain('does not let Earshot be used on chat.example.org.');
    expect(screen.queryByRole('button', { name: 'Use Earshot on this site' })).toBeNull();
  });
});
