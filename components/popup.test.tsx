import { cleanup, render, screen, within } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { useLookup } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { View } from '../lib/messaging/view.ts';
import { ada, bob, call, CALL_ID, name, notice, place, ring, TEA, view } from './gallery/people.ts';
import { english } from './gallery/pseudo-locale.ts';
import { REST_MS } from './guard.ts';
import { Popup } from './popup.tsx';
import { trustedClick } from './testing/trusted-click.ts';

let nowMs = 1_000;
beforeAll(() => useLookup(english));
beforeEach(() => vi.spyOn(performance, 'now').mockImplementation(() => nowMs));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function open(first: View | null) {
  const [shown, show] = createSignal(first);
  const sent: FromPanel[] = [];
  render(() => <Popup view={shown()} send={(command) => sent.push(command)} />);
  return { sent, show };
}
const button = (label: string) => screen.getByRole('button', { name: label });
const buttons = () =>
  screen.getAllByRole('button').map((each) => each.getAttribute('aria-label') ?? each.textContent);
const press = (label: string) => trustedClick(button(label));
/** The person takes their time. */
const rest = () => (nowMs += REST_MS);

describe('a ring in the popup', () => {
  test('says who calls and from where, and can be accepted', async () => {
    const { sent } = open(view({ rings: [ring()] }));
    const prompt = screen.getByRole('alertdialog', { name: 'Incoming audio call' });
    expect(prompt.textContent).toContain('Bob would like to start an audio chat with you.');
    expect(prompt.textContent).toContain('in tea · chat.example.org');
    rest();
    await press('Accept');
    expect(sent).toEqual([{ type: 'call:accept', callId: CALL_ID }]);
  });

  test('can be refused', async () => {
    const { sent } = open(view({ rings: [ring()] }));
    rest();
    await press('Refuse');
    expect(sent).toEqual([{ type: 'call:refuse', callId: CALL_ID }]);
  });

  test('does not take the focus, nor a click of a pointer that rests where it appeared', async () => {
    const { sent } = open(view({ rings: [ring()] }));
    expect(document.activeElement).toBe(document.body);
    await press('Accept');
    expect(sent).toEqual([]);
  });

  test('keeps its buttons and its rest over later snapshots', () => {
    const { show } = open(view({ rings: [ring()] }));
    const before = button('Accept');
    show(view({ rings: [ring()], places: [] }));
    expect(button('Accept')).toBe(before);
  });
});

describe('a call in the popup', () => {
  test('says with whom and for how long, and can be muted and hung up', async () => {
    const { sent } = open(view({ call: call() }));
    const region = within(screen.getByRole('region', { name: 'Audio call' }));
    expect(region.getByText('Bob')).toBeDefined();
    expect(region.getByRole('status').textContent).toBe('In call');
    expect(region.getByRole('timer').textContent).toBe('2:41');
    rest();
    await press('Mute');
    await press('Hang up');
    expect(sent).toEqual([
      { type: 'call:mute', callId: CALL_ID, muted: true },
      { type: 'call:hang-up', callId: CALL_ID },
    ]);
  });

  test('says Muted, and can be unmuted', async () => {
    const { sent } = open(view({ call: call({ muted: true }) }));
    expect(screen.getByText('Muted')).toBeDefined();
    rest();
    await press('Unmute');
    expect(sent).toEqual([{ type: 'call:mute', callId: CALL_ID, muted: false }]);
  });

  test('can be cancelled while it rings out, and has nothing to mute or hang up yet', async () => {
    const { sent } = open(view({ call: call({ phase: 'ringing', name: null }) }));
    expect(screen.getByRole('status').textContent).toBe('Ringing…');
    expect(buttons()).toEqual(['Cancel call', 'Settings']);
    rest();
    await press('Cancel call');
    expect(sent).toEqual([{ type: 'call:cancel', callId: CALL_ID }]);
  });

  test('is not hung up by a second click on Cancel call', async () => {
    const { sent, show } = open(view({ call: call({ phase: 'answering' }) }));
    rest();
    show(view({ call: call({ phase: 'connecting' }) }));
    await press('Hang up');
    expect(sent).toEqual([]);
  });
});

describe('what happened', () => {
  test('stands in the one status line, which was there before', () => {
    const { show } = open(view({ call: call({ phase: 'ringing' }) }));
    const status = screen.getByRole('status');
    show(view({ notice: notice('refused') }));
    expect(screen.getAllByRole('status')).toEqual([status]);
    expect(status.textContent).toBe('Bob refused.');
  });

  test('can be put away', async () => {
    const { sent } = open(view({ notice: notice('refused') }));
    await press('Dismiss');
    expect(sent).toEqual([{ type: 'call:dismiss' }]);
  });

  test.each([
    ['Call again', 'no-answer', null, { type: 'call:start', conversation: TEA, to: null }],
    ['Call again', 'missed', 'Bob', { type: 'call:start', conversation: TEA, to: bob.id }],
    ['Allow the microphone', 'microphone-blocked', null, { type: 'page:open', page: 'welcome' }],
  ] as const)('has a way out: %s after %s', async (label, code, who, command) => {
    const { sent } = open(view({ notice: notice(code, who) }));
    await press(label);
    expect(sent).toEqual([command]);
  });

  test('offers no call that would ring others than the one who is meant', () => {
    const namesake = { ...ada, name: name('Bob') };
    const { show } = open(view({ notice: notice('missed', 'Dora') }));
    expect(screen.queryByRole('button', { name: 'Call again' })).toBeNull();
    show(view({ notice: notice('missed'), places: [place({ others: [bob, namesake] })] }));
    expect(screen.queryByRole('button', { name: 'Call again' })).toBeNull();
  });
});

describe('the places in the popup', () => {
  test('say where one can be called, and by whom', async () => {
    const { sent } = open(view());
    expect(screen.getByText(/You can be called in/).textContent).toBe(
      'You can be called in tea · chat.example.org',
    );
    expect(screen.getByText('in another call')).toBeDefined();
    await press('Call Bob');
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: bob.id }]);
    expect(buttons()).toEqual(['Call Bob', 'Settings']);
  });

  test('offer no second call', () => {
    open(view({ call: call() }));
    expect(screen.queryByRole('button', { name: 'Call Bob' })).toBeNull();
  });

  test('say why one cannot be called', () => {
    open(view({ places: [place({ present: false, trouble: 'access-denied' })] }));
    expect(screen.queryByText(/You can be called in/)).toBeNull();
    expect(screen.getByText(/wants an access key/)).toBeDefined();
  });

  test('say what to do where there is none', () => {
    open(view({ places: [] }));
    expect(screen.getByText(/Open a chat/)).toBeDefined();
  });
});

test('the popup names the call server, how it is, and leads to the settings', async () => {
  const { sent } = open(view());
  expect(screen.getByRole('contentinfo').textContent).toContain('calls.example.org connected');
  await press('Settings');
  expect(sent).toEqual([{ type: 'page:open', page: 'options' }]);
});

test('the popup is empty until the background has said how things are', () => {
  const { show } = open(null);
  expect(document.body.textContent).toBe('');
  show(view());
  expect(screen.getByRole('main')).toBeDefined();
});
