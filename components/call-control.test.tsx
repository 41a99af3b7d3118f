import { cleanup, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OUTCOMES } from '../lib/call/outcome.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { View } from '../lib/messaging/view.ts';
import { CallControl } from './call-control.tsx';
import { REST_MS } from './guard.ts';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson, clickAtRest } from './testing/person.ts';
import {
  ADA,
  CALL,
  CALL_ID,
  RECONNECTING,
  REJOIN,
  RING,
  callIn,
  callWith,
  ELSEWHERE,
  name,
  notice,
  person,
  PLACE,
  TEA,
  viewWith,
} from './testing/views.ts';

beforeEach(useEnglish);
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(first: View, conversation: typeof TEA | null = TEA) {
  const sent: CallCommand[] = [];
  const [view, setView] = createSignal(first);
  render(() => (
    <CallControl view={view()} conversation={conversation} send={(command) => sent.push(command)} />
  ));
  return { sent, setView };
}
const button = (text: string) => screen.getByRole('button', { name: text });
const isOff = (text: string) => button(text).getAttribute('aria-disabled') === 'true';
const status = () => screen.getByRole('status').textContent?.trim();

describe('the button in the page', () => {
  test('calls everybody in the conversation that the page shows', () => {
    const { sent } = show(viewWith());
    clickAsPerson(button('Audio chat'));
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: null }]);
  });

  test('does nothing for a script of the page', () => {
    const { sent } = show(viewWith());
    button('Audio chat').click();
    expect(sent).toEqual([]);
  });

  test('does nothing while it is not known which conversation is shown', () => {
    const { sent } = show(viewWith(), null);
    expect(isOff('Audio chat')).toBe(true);
    clickAsPerson(button('Audio chat'));
    expect(sent).toEqual([]);
  });

  test('keeps the focus while it is off: whoever pressed it goes on from there', () => {
    const { setView } = show(viewWith());
    const pressed = button('Audio chat');
    pressed.focus();
    setView(viewWith({ call: CALL }));
    expect(isOff('Audio chat')).toBe(true);
    expect(document.activeElement).toBe(pressed);
  });

  test.each(['calling', 'ringing', 'answering'] as const)('cancels while %s', (phase) => {
    const { sent } = show(viewWith({ call: { ...CALL, phase, connectedAtMs: null } }));
    clickAsPerson(button('Cancel call'));
    expect(sent).toEqual([{ type: 'call:cancel', callId: CALL_ID }]);
  });

  test('takes no second click of a double one for Cancel', () => {
    const { sent, setView } = show(viewWith());
    clickAsPerson(button('Audio chat'));
    setView(viewWith({ call: { ...CALL, phase: 'calling', connectedAtMs: null } }));
    clickAsPerson(button('Cancel call'), 2);
    expect(sent.map((each) => each.type)).toEqual(['call:start']);
  });
});

describe('the status beside it', () => {
  test.each([
    ['calling', 'Calling…'],
    ['ringing', 'Ringing…'],
    ['answering', 'Ada is answering…'],
    ['connecting', 'Connecting…'],
    ['connected', 'In call'],
  ] as const)('in phase %s says "%s"', (phase, text) => {
    show(viewWith({ call: { ...CALL, phase, connectedAtMs: null } }));
    expect(status()).toBe(text);
  });

  test.each([
    ['permission', 'Your browser asks for the microphone in Earshot’s window.'],
    ['window', 'The microphone opens when you go to Earshot’s call window.'],
  ] as const)('says what a microphone waits for (%s), beside the way there', (microphoneWaits, text) => {
    const { sent, setView } = show(viewWith({ call: callIn('calling', { microphoneWaits }) }));
    expect(status()).toBe(text);
    clickAsPerson(button('Show it'));
    clickAsPerson(button('Cancel call'));
    expect(sent).toEqual([{ type: 'window:show' }, { type: 'call:cancel', callId: CALL_ID }]);
    setView(viewWith({ call: callIn('ringing') }));
    expect([status(), screen.queryByRole('button', { name: 'Show it' })]).toEqual(['Ringing…', null]);
  });

  test.each([
    ['refused', 'Ada refused.'],
    ['no-answer', 'No answer.'],
    ['busy', 'Ada is in another call.'],
    ['nobody-here', 'Nobody else here uses Earshot on this call server.'],
    ['ended', 'Call ended.'],
  ] as const)('after %s says "%s"', (code, text) => {
    show(viewWith({ notice: notice(code) }));
    expect(status()).toBe(text);
  });

  test.each(OUTCOMES)('has a sentence for %s, with and without a name', (code) => {
    const { setView } = show(viewWith({ notice: notice(code) }));
    const [named] = [status()];
    setView(viewWith({ notice: notice(code, null) }));
    for (const text of [named, status()]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toMatch(/missing|undefined|null/);
    }
  });

  test('leaves the word to a notice while a call is on', () => {
    show(viewWith({ call: CALL, notice: notice('microphone-failed', null) }));
    expect(status()).toBe('Your microphone stopped working. Check it, then call again.');
  });
});

describe('while a call goes on', () => {
  test('the status says once that it reconnects, and once that it is back', () => {
    const { setView } = show(viewWith({ call: CALL }));
    const said: (string | undefined)[] = [];
    const line = screen.getByRole('status');
    const note = () => said.at(-1) === status() || said.push(status());
    for (const call of [RECONNECTING, { ...RECONNECTING }, { ...RECONNECTING, muted: true }, CALL]) {
      setView(viewWith({ call }));
      note();
    }
    expect(said).toEqual(['Reconnecting…', 'In call']);
    expect(screen.getAllByRole('status')).toEqual([line]);
  });

  test.each([
    ['microphone-silent', 'Your microphone is silent. Check its switch or choose another.'],
    ['microphone-blocked', 'Your microphone is blocked for Earshot.'],
    ['microphone-window', 'Your microphone is gone. Another one opens when you go to Earshot’s call window.'],
    [
      'microphone-blocked-by-system',
      'Your system does not let this browser use the microphone any more. Allow it there, the call goes on.',
    ],
    ['microphone-absent', 'No microphone. Plug one in, the call goes on.'],
    ['microphone-in-use', 'Another program is using your microphone. Close it, the call goes on.'],
    ['microphone-failed', 'Your microphone stopped working. Check it, the call goes on.'],
    ['nothing-arrives', 'Nothing of Ada’s sound arrives. Trying to repair it…'],
    ['nothing-reaches', 'Ada hears nothing of you. Trying to repair it…'],
    ['peer-microphone-silent', 'Ada’s microphone is silent. They see it too.'],
    ['peer-microphone-gone', 'Ada has no microphone now. They see it too.'],
  ] as const)('the status says who cannot be heard: %s', (trouble, text) => {
    show(viewWith({ call: callWith(trouble) }));
    expect(status()).toBe(text);
  });

  test.each([
    ['microphone-blocked', 'Allow the microphone'],
    ['microphone-blocked-by-system', 'Show me how'],
  ] as const)('a microphone of the trouble %s can be allowed', (trouble, label) => {
    const { sent, setView } = show(viewWith({ call: callWith(trouble) }));
    clickAsPerson(button(label));
    expect(sent).toEqual([{ type: 'page:open', page: 'welcome' }]);
    setView(viewWith({ call: CALL }));
    expect(screen.queryByRole('button', { name: label })).toBeNull();
  });

  test('a microphone that opens only in the call window leads there', () => {
    const { sent } = show(viewWith({ call: callWith('microphone-window') }));
    clickAsPerson(button('Show it'));
    expect(sent).toEqual([{ type: 'window:show' }]);
  });

  test('the status says where there is no path before what is wrong with this microphone', () => {
    show(viewWith({ call: { ...RECONNECTING, trouble: 'microphone-silent' } }));
    expect(status()).toBe('Reconnecting…');
  });

  test('the status says why nothing comes, where that is known', () => {
    show(viewWith({ call: { ...RECONNECTING, trouble: 'peer-microphone-gone' } }));
    expect(status()).toBe('Ada has no microphone now. They see it too.');
  });

  test.each([
    ['USB Audio', 'The call goes on with another microphone: USB Audio.'],
    [null, 'The call goes on with another microphone.'],
  ])('with another microphone (%s) it says so, and that is no trouble', (label, text) => {
    show(viewWith({ call: CALL, notice: notice('microphone-changed', label === null ? null : name(label)) }));
    expect(status()).toBe(text);
    expect(screen.getByRole('status').classList.contains('trouble')).toBe(false);
  });
});

describe('a call to go back into', () => {
  test('stands in the place of Audio chat, in its own conversation', () => {
    const { sent } = show(viewWith({ rejoin: REJOIN }));
    expect(status()).toBe('Your call was cut off.');
    expect(screen.queryByRole('button', { name: 'Audio chat' })).toBeNull();
    clickAsPerson(button('Rejoin the call with Ada'));
    clickAsPerson(button('Hang up'));
    expect(sent).toEqual([
      { type: 'call:rejoin', callId: CALL_ID },
      { type: 'call:hang-up', callId: CALL_ID },
    ]);
  });

  test('is not gone back into by a click that was meant for Audio chat, nor by a script', () => {
    vi.useFakeTimers();
    const { sent, setView } = show(viewWith());
    vi.advanceTimersByTime(1_000);
    setView(viewWith({ rejoin: REJOIN }));
    clickAtRest(button('Rejoin the call with Ada'));
    button('Rejoin the call with Ada').click();
    expect(sent).toEqual([]);
  });

  test('is nothing where another conversation is shown', () => {
    show(viewWith({ rejoin: { ...REJOIN, conversation: `c1.${'k'.repeat(43)}` as typeof TEA } }));
    expect(button('Audio chat')).toBeDefined();
    expect(screen.queryByRole('button', { name: /Rejoin|Hang up/ })).toBeNull();
  });

  test('makes way for Audio chat once it is over', () => {
    const { setView } = show(viewWith({ rejoin: REJOIN }));
    setView(viewWith());
    expect([button('Audio chat').textContent, status()]).toEqual(['Audio chat', '']);
  });
});

describe('what can be done', () => {
  test('after no answer is to call again', () => {
    const { sent } = show(viewWith({ notice: notice('no-answer', null) }));
    clickAsPerson(button('Call again'));
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: null }]);
  });

  test('without a microphone is to allow it', () => {
    const { sent } = show(viewWith({ notice: notice('microphone-not-asked', null) }));
    clickAsPerson(button('Allow the microphone'));
    expect(sent).toEqual([{ type: 'page:open', page: 'welcome' }]);
  });
});

describe('who can be called', () => {
  const text = () => document.body.textContent;
  test('is counted, without those in another call', () => {
    show(
      viewWith({
        places: [{ ...PLACE, others: [person('a', 'Ada'), person('e', 'Eve'), person('c', 'Cem', true)] }],
      }),
    );
    expect(text()).toContain('2 can be called');
  });

  test('is not said while somebody calls here: the prompt says more', () => {
    show(viewWith({ rings: [RING] }));
    expect(text()).not.toContain('can be called');
  });

  test('is nobody under another name than this profile has here, and says why', () => {
    show(viewWith({ places: [{ ...PLACE, trouble: 'other-name', knownAs: name('Ada') }] }));
    expect(text()).toContain('This browser profile is Ada here already, and one profile is one person.');
    expect(isOff('Audio chat')).toBe(true);
  });
});

describe('calling again', () => {
  const missed = (who: string | null) =>
    viewWith({
      places: [{ ...PLACE, others: [person('a', 'Ada'), person('e', 'Eve')] }],
      notice: notice('no-answer', who === null ? null : name(who)),
    });

  test('calls the one it was about, not everybody', () => {
    const { sent } = show(missed('Ada'));
    clickAsPerson(button('Call again'));
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: person('a', 'Ada').id }]);
  });

  test.each(['connection-lost', 'server-lost', 'connection-failed', 'peer-gone', 'media-lost'] as const)(
    'calls the one it was about after %s',
    (code) => {
      const { sent } = show({ ...missed('Ada'), notice: notice(code, name('Ada')) });
      clickAsPerson(button('Call again'));
      expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: person('a', 'Ada').id }]);
    },
  );

  test('calls everybody where everybody was called', () => {
    const { sent } = show(missed(null));
    clickAsPerson(button('Call again'));
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: null }]);
  });

  test.each([
    ['while the call that is on can be cancelled', { call: callIn('ringing') }],
    ['while a call is on', { call: CALL }],
    ['while a call is on elsewhere', { call: { ...CALL, ...ELSEWHERE } }],
    ['once the other has left', { places: [{ ...PLACE, others: [] }] }],
  ])('is not offered %s', (_, changes) => {
    show({ ...missed('Ada'), ...changes });
    expect(screen.queryByRole('button', { name: 'Call again' })).toBeNull();
  });
});

describe('a call server that does not answer', () => {
  test.each(['server-down', 'no-server', 'access-denied'] as const)(
    'can be changed in the settings: %s',
    (trouble) => {
      const { sent } = show(viewWith({ places: [{ ...PLACE, present: false, trouble }] }));
      clickAsPerson(button('Settings'));
      expect(sent).toEqual([{ type: 'page:open', page: 'options' }]);
    },
  );

  test('and that nobody chose is none yet, also after a click', () => {
    const { sent } = show(
      viewWith({
        places: [{ ...PLACE, present: false, trouble: 'no-server' }],
        notice: notice('no-server', null),
      }),
    );
    expect(screen.getByRole('status').textContent).toBe('No call server yet. Ask whoever runs this chat.');
    clickAsPerson(button('Settings'));
    expect(sent).toEqual([{ type: 'page:open', page: 'options' }]);
  });
});

describe('where nobody else has Earshot', () => {
  const alone = { ...PLACE, others: [], installUrl: 'https://example.org/earshot' };
  afterEach(() => vi.unstubAllGlobals());

  test('an invitation is copied, with the way to it', async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    Object.assign(document, { execCommand: () => false });
    show(viewWith({ places: [alone] }));
    clickAsPerson(button('Copy an invitation'));
    expect(writeText.mock.calls).toEqual([
      [expect.stringMatching(/^Shall we talk\? Get Earshot from https:\/\/example\.org\/earshot, then/)],
    ]);
    await vi.waitFor(() => expect(screen.getByText('Copied. Paste it into the chat.')).toBeDefined());
  });

  test('where it cannot be copied the address is told', async () => {
    const denied = vi.fn(async () => Promise.reject(new Error('denied')));
    vi.stubGlobal('navigator', { clipboard: { writeText: denied } });
    Object.assign(document, { execCommand: () => false });
    show(viewWith({ places: [alone] }));
    clickAsPerson(button('Copy an invitation'));
    await vi.waitFor(() =>
      expect(screen.getByText(/did not let it be copied/).textContent).toContain(
        'https://example.org/earshot',
      ),
    );
  });

  test('where the call server does not say where to get it, the invitation says whom to ask', async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    Object.assign(document, { execCommand: () => false });
    show(viewWith({ places: [{ ...alone, installUrl: null }] }));
    clickAsPerson(button('Copy an invitation'));
    expect(writeText.mock.calls).toEqual([
      [
        'Shall we talk? You need the browser extension Earshot: ask whoever runs this chat where to get it. ' +
          'Then come back here: its “Audio chat” button calls.',
      ],
    ]);
    await vi.waitFor(() => expect(screen.getByText('Copied. Paste it into the chat.')).toBeDefined());
    cleanup();
    writeText.mockRejectedValue(new Error('denied'));
    show(viewWith({ places: [{ ...alone, installUrl: null }] }));
    clickAsPerson(button('Copy an invitation'));
    await screen.findByText(/did not let it be copied.*browser extension Earshot/);
  });

  test('it is offered also to who has just called nobody', () => {
    show(viewWith({ places: [alone], notice: notice('nobody-here', null) }));
    expect(button('Copy an invitation')).toBeDefined();
  });

  test.each([
    ['while somebody is there', { places: [{ ...alone, others: [ADA] }] }],
    ['while a call is on here', { places: [alone], call: CALL }],
  ])('it is not offered %s', (_, changes) => {
    show(viewWith(changes));
    expect(screen.queryByRole('button', { name: 'Copy an invitation' })).toBeNull();
  });
});

describe('who appears offline', () => {
  test('can call nobody here, and goes online again by one click', () => {
    const { sent } = show(
      viewWith({ offline: true, places: [{ ...PLACE, present: false, trouble: 'offline' }] }),
    );
    expect(isOff('Audio chat')).toBe(true);
    clickAsPerson(button('Go online'));
    expect(sent).toEqual([{ type: 'presence:set', offline: false }]);
  });
});

describe('a question about the call server', () => {
  const question = { url: 'https://calls.example.org', proposed: true };

  test('is announced beside the button, and offers no settings', () => {
    const { sent } = show(
      viewWith({ places: [{ ...PLACE, present: false, trouble: 'no-server', question }] }),
    );
    expect(screen.getByText('“Audio chat” asks you about the call server first.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Settings' })).toBeNull();
    clickAsPerson(button('Audio chat'));
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: null }]);
  });

  test('changes nothing where people can be called meanwhile', () => {
    show(viewWith({ places: [{ ...PLACE, question }] }));
    expect(screen.getByText('1 can be called')).toBeDefined();
  });
});

describe('what was meant for something else', () => {
  test('is not taken by a button that appears, or means another conversation, under a resting pointer', () => {
    const { sent } = show(viewWith());
    clickAtRest(button('Audio chat'));
    expect(sent).toEqual([]);
  });

  test('is taken when only what is said beside the button has changed', () => {
    vi.useFakeTimers();
    const { sent, setView } = show(viewWith());
    vi.advanceTimersByTime(REST_MS);
    setView(viewWith({ places: [{ ...PLACE, others: [] }] }));
    clickAtRest(button('Audio chat'));
    expect(sent).toEqual([{ type: 'call:start', conversation: TEA, to: null }]);
  });
});
