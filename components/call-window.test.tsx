import { cleanup, render, screen, within } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { View } from '../lib/messaging/view.ts';
import { CallWindow } from './call-window.tsx';
import { REST_MS } from './guard.ts';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson, clickAtRest } from './testing/person.ts';
import {
  ADA,
  CALL,
  CALL_ID,
  callIn,
  callWith,
  notice,
  PLACE,
  RECONNECTING,
  RING,
  TEA,
  viewWith,
} from './testing/views.ts';

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

function open(first: View | null) {
  const [shown, show] = createSignal(first);
  const sent: FromPanel[] = [];
  render(() => <CallWindow view={shown()} send={(command) => sent.push(command)} />);
  return { sent, show };
}
const button = (label: string) => screen.getByRole('button', { name: label });
const buttons = () =>
  screen.queryAllByRole('button').map((each) => each.getAttribute('aria-label') ?? each.textContent);
const press = (label: string) => clickAsPerson(button(label));
const status = () => screen.getByRole('status').textContent?.trim();

test('the window is empty until the background has said how things are', () => {
  open(null);
  expect(document.body.textContent?.trim()).toBe('');
});

test('its one status line is there from the beginning, so that all it says is read out', () => {
  const { show } = open(null);
  const line = screen.getByRole('status');
  for (const view of [viewWith({ call: CALL }), viewWith({ notice: notice('ended') })]) {
    show(view);
    expect(screen.getAllByRole('status')).toEqual([line]);
  }
  expect(status()).toBe('Call ended.');
});

describe('a call on its way', () => {
  test.each([
    ['calling', 'Calling…'],
    ['ringing', 'Ringing…'],
    ['answering', 'Ada is answering…'],
  ] as const)('in phase %s says "%s" and can be cancelled, nothing else', (phase, text) => {
    const { sent } = open(viewWith({ call: callIn(phase) }));
    expect(status()).toBe(text);
    expect(buttons()).toEqual(['Cancel call']);
    press('Cancel call');
    expect(sent).toEqual([{ type: 'call:cancel', callId: CALL_ID }]);
  });

  test.each([
    ['permission', /^Your browser asks for your microphone\. Choose “Allow”, and let it remember/],
    ['window', /^Click here, and your microphone opens\.$/],
  ] as const)('while the microphone waits (%s) says what to do, and can be left', (waits, text) => {
    const { show } = open(viewWith({ call: callIn('calling', { microphoneWaits: waits }) }));
    expect([status(), buttons()]).toEqual([expect.stringMatching(text), ['Cancel call']]);
    show(viewWith({ call: callIn('connecting', { outgoing: false, microphoneWaits: waits }) }));
    expect([status(), buttons()]).toEqual([expect.stringMatching(text), ['Mute', 'Hang up']]);
  });

  test('that was accepted here can be hung up before it is connected', () => {
    const { sent } = open(viewWith({ call: callIn('connecting', { outgoing: false }) }));
    expect(status()).toBe('Connecting…');
    press('Hang up');
    expect(sent).toEqual([{ type: 'call:hang-up', callId: CALL_ID }]);
  });
});

describe('a call that is on', () => {
  test('says with whom, where and for how long, and can be muted and hung up', () => {
    const { sent } = open(viewWith({ call: CALL }));
    const region = within(screen.getByRole('region', { name: 'Audio call' }));
    expect(region.getByText('Ada')).toBeDefined();
    expect(region.getByText(/^in/).textContent).toBe('in tea · chat.example.org');
    expect(region.getByRole('timer').textContent).toBe('2:41');
    press('Mute');
    press('Hang up');
    expect(sent).toEqual([
      { type: 'call:mute', callId: CALL_ID, muted: true },
      { type: 'call:hang-up', callId: CALL_ID },
    ]);
  });

  test('says Muted, of whom', () => {
    const { sent } = open(viewWith({ call: { ...CALL, muted: true, peerMuted: true } }));
    expect(screen.getByText('Muted')).toBeDefined();
    expect(screen.getByText(/is muted/).textContent).toBe('Ada is muted');
    press('Muted. Unmute');
    expect(sent).toEqual([{ type: 'call:mute', callId: CALL_ID, muted: false }]);
  });

  test('says what happened to its microphone, and offers no second call', () => {
    open(viewWith({ call: CALL, notice: notice('microphone-failed', null) }));
    expect(status()).toBe('Your microphone stopped working. Check it, then call again.');
    expect(buttons()).toEqual(['Mute', 'Hang up']);
  });

  test('says that it reconnects, while the clock goes on and the buttons stay', () => {
    const { show, sent } = open(viewWith({ call: CALL }));
    vi.mocked(performance.now).mockReturnValue(10_000);
    const hangUp = button('Hang up');
    show(viewWith({ call: RECONNECTING }));
    expect([status(), screen.getByRole('timer').textContent]).toEqual(['Reconnecting…', '2:41']);
    expect(screen.getByText('Reconnecting…').classList.contains('unseen')).toBe(false);
    expect(buttons()).toEqual(['Mute', 'Hang up']);
    clickAtRest(hangUp);
    expect(sent).toEqual([{ type: 'call:hang-up', callId: CALL_ID }]);
  });

  test('says who cannot be heard, and leads to a microphone that is blocked', () => {
    const { sent, show } = open(viewWith({ call: callWith('nothing-arrives') }));
    expect(status()).toBe('Nothing of Ada’s sound arrives. Trying to repair it…');
    expect(screen.getByRole('status').classList.contains('bad')).toBe(false);
    show(viewWith({ call: callWith('microphone-blocked') }));
    expect(status()).toBe('Your microphone is blocked for Earshot.');
    expect(screen.getByRole('status').classList.contains('bad')).toBe(true);
    press('Allow the microphone');
    expect(sent).toEqual([{ type: 'page:open', page: 'welcome' }]);
  });

  test('leads to itself by a click', () => {
    open(viewWith({ call: callWith('microphone-window') }));
    expect(status()).toBe('Your microphone is gone. Click here, and another one opens.');
    expect(buttons()).toEqual(['Mute', 'Hang up']);
  });

  test('leads nowhere from a microphone that was taken back: Firefox asks for it here', () => {
    open(viewWith({ call: callWith('microphone-not-asked') }));
    expect(status()).toBe('Your microphone was allowed for that time only. Allow it again.');
    expect(buttons()).toEqual(['Mute', 'Hang up']);
  });

  test('on its way back in says what the microphone waits for', () => {
    open(viewWith({ call: { ...RECONNECTING, microphoneWaits: 'permission' } }));
    expect(status()).toMatch(/^Your browser asks for your microphone\./);
    expect(buttons()).toEqual(['Mute', 'Hang up']);
  });

  test('needs no chat tab, and leaves rings to others', () => {
    open(viewWith({ call: CALL, places: [], rings: [RING] }));
    expect(buttons()).toEqual(['Mute', 'Hang up']);
    expect(screen.queryByText(/^in/)).toBeNull();
  });
});

describe('after the call', () => {
  test.each([
    ['Call again', 'no-answer', null, { type: 'call:start', conversation: TEA, to: null }],
    ['Call again', 'connection-lost', ADA.name, { type: 'call:start', conversation: TEA, to: ADA.id }],
    ['Call again', 'missed', ADA.name, { type: 'call:start', conversation: TEA, to: ADA.id }],
    ['Allow the microphone', 'microphone-blocked', null, { type: 'page:open', page: 'welcome' }],
    ['Show me how', 'microphone-blocked-by-system', null, { type: 'page:open', page: 'welcome' }],
    ['Settings', 'server-down', null, { type: 'page:open', page: 'options' }],
  ] as const)('has a way out: %s after %s', (label, code, who, command) => {
    const { sent } = open(viewWith({ notice: notice(code, who) }));
    expect(buttons()).toEqual([label, 'Dismiss']);
    press(label);
    press('Dismiss');
    expect(sent).toEqual([command, { type: 'call:dismiss' }]);
  });

  test('offers nothing but to put it away where nothing can be done', () => {
    open(viewWith({ notice: notice('no-answer', null), places: [{ ...PLACE, present: false }] }));
    expect(buttons()).toEqual(['Dismiss']);
    expect(screen.queryByRole('region')).toBeNull();
  });
});

describe('what was meant for something else', () => {
  test('is not taken by a window that opens under a resting pointer, which takes no focus either', () => {
    const { sent } = open(viewWith({ call: callIn('connecting', { outgoing: false }) }));
    clickAtRest(button('Hang up'));
    expect([sent, document.activeElement]).toEqual([[], document.body]);
    vi.mocked(performance.now).mockReturnValue(1_000 + REST_MS);
    clickAtRest(button('Hang up'));
    expect(sent).toEqual([{ type: 'call:hang-up', callId: CALL_ID }]);
  });

  test.each([
    ['Hang up', viewWith({ call: callIn('answering') }), viewWith({ call: callIn('connecting') })],
    ['Hang up', viewWith({ call: { ...CALL, muted: true } }), viewWith({ call: CALL })],
    ['Call again', viewWith({ call: CALL }), viewWith({ notice: notice('no-answer') })],
  ] as const)('is not taken by %s where another button was', (label, before, after) => {
    const { sent, show } = open(before);
    vi.mocked(performance.now).mockReturnValue(10_000);
    show(after);
    clickAsPerson(button(label), 2);
    expect(sent).toEqual([]);
  });

  test('is not taken from a key that is held down', () => {
    open(viewWith({ call: CALL }));
    const held = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    button('Hang up').dispatchEvent(held);
    expect(held.defaultPrevented).toBe(true);
  });
});
