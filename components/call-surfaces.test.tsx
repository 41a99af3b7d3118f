import { cleanup, render, screen } from '@solidjs/testing-library';
import { createSignal, Show } from 'solid-js';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { CallBar } from './call-bar.tsx';
import { CallControl } from './call-control.tsx';
import { REST_MS } from './guard.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import { IncomingPrompt } from './incoming-prompt.tsx';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson, clickAtRest, keyClicks } from './testing/person.ts';
import { MediaTrouble } from '../lib/call/trouble.ts';
import {
  CALL,
  CALL_ID,
  callIn,
  callWith,
  ELSEWHERE,
  name,
  RECONNECTING,
  RING,
  TEA,
  viewWith,
} from './testing/views.ts';

beforeEach(useEnglish);
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('a key that is held', () => {
  const surfaces = {
    'the prompt': () => <IncomingPrompt ring={RING} onAccept={() => {}} onRefuse={() => {}} />,
    'Audio chat': () => <CallControl view={viewWith()} conversation={TEA} send={() => {}} />,
    'the bar': () => <CallBar call={CALL} send={() => {}} />,
  };

  test.each(Object.entries(surfaces))('clicks once in %s', (_, surface) => {
    render(surface);
    for (const button of screen.getAllByRole('button')) {
      for (const key of ['Enter', ' '] as const) {
        expect(keyClicks(button, key, false)).toBe(true);
        expect(keyClicks(button, key, true)).toBe(false);
      }
    }
  });
});

describe('the prompt', () => {
  function show(ring = RING) {
    const [onAccept, onRefuse] = [vi.fn(), vi.fn()];
    render(() => <IncomingPrompt ring={ring} onAccept={onAccept} onRefuse={onRefuse} />);
    return { onAccept, onRefuse };
  }

  test('says who calls, and from where', () => {
    show();
    const prompt = screen.getByRole('alertdialog', { name: 'Incoming audio call' });
    expect(prompt.textContent).toContain('Ada would like to start an audio chat with you.');
    expect(prompt.textContent).toContain('in tea · chat.example.org');
  });

  test('takes no focus', () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    show();
    expect(document.activeElement).toBe(field);
    field.remove();
  });

  describe('that goes', () => {
    /** Two fields of the page, and a prompt that goes when it was accepted. The first has the focus. */
    function typing() {
      const fields = [0, 1].map(() => document.body.appendChild(document.createElement('input')));
      const [first, second] = fields as [HTMLInputElement, HTMLInputElement];
      const [rings, setRings] = createSignal(true);
      render(() => (
        <Show when={rings()}>
          <IncomingPrompt ring={RING} onAccept={() => setRings(false)} onRefuse={() => {}} />
        </Show>
      ));
      first.focus();
      onTestFinished(() => fields.forEach((field) => field.remove()));
      return { first, second, accept: screen.getByRole('button', { name: 'Accept' }) };
    }

    test('gives the focus back to where it was', () => {
      const { first, accept } = typing();
      accept.focus();
      clickAsPerson(accept);
      expect(document.activeElement).toBe(first);
    });

    test('gives it back to what had it within a shadow root, of which it knows the host alone', () => {
      const { accept } = typing();
      const host = document.body.appendChild(document.createElement('div'));
      onTestFinished(() => host.remove());
      const root = host.attachShadow({ mode: 'closed' });
      const container = root.appendChild(document.createElement('div'));
      render(() => <CallControl view={viewWith()} conversation={TEA} send={() => {}} />, { container });
      const pressed = root.querySelector('button');
      pressed?.focus();
      pressed?.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
      accept.focus();
      accept.dispatchEvent(new FocusEvent('focusin', { bubbles: true, relatedTarget: host }));
      clickAsPerson(accept);
      expect(root.activeElement).toBe(pressed);
    });

    test('leaves the focus alone where somebody has moved it on', () => {
      const { second, accept } = typing();
      accept.focus();
      second.focus();
      clickAsPerson(accept);
      expect(document.activeElement).toBe(second);
    });
  });

  test('accepts and refuses', () => {
    const { onAccept, onRefuse } = show();
    clickAsPerson(screen.getByRole('button', { name: 'Refuse' }));
    clickAsPerson(screen.getByRole('button', { name: 'Accept' }));
    expect([onRefuse.mock.calls.length, onAccept.mock.calls.length]).toEqual([1, 1]);
  });

  test('that appears under a resting pointer takes no click for a moment', () => {
    vi.useFakeTimers();
    const { onAccept } = show();
    const resting = () => {
      const click = new MouseEvent('click', { bubbles: true, detail: 1 });
      Object.defineProperty(click, 'isTrusted', { value: true });
      screen.getByRole('button', { name: 'Accept' }).dispatchEvent(click);
    };
    resting();
    expect(onAccept).not.toHaveBeenCalled();
    vi.advanceTimersByTime(REST_MS);
    resting();
    expect(onAccept).toHaveBeenCalledOnce();
  });

  test('does not act for a script of the page', () => {
    const { onAccept } = show();
    screen.getByRole('button', { name: 'Accept' }).click();
    expect(onAccept).not.toHaveBeenCalled();
  });

  test('shows a hostile name as text', () => {
    show({ ...RING, name: name('<img src=x onerror=alert(1)>') });
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByRole('alertdialog').textContent).toContain('<img src=x onerror=alert(1)>');
  });
});

describe('the bar', () => {
  function show(first = CALL) {
    const [call, setCall] = createSignal(first);
    const sent: CallCommand[] = [];
    render(() => <CallBar call={call()} send={(command) => sent.push(command)} />);
    return { sent, setCall, bar: screen.getByRole('region', { name: 'Audio call' }) };
  }

  test('says with whom and how long, mutes and hangs up', () => {
    const { bar, sent } = show();
    expect(bar.textContent).toMatch(/^Ada2:4\d/);
    clickAsPerson(screen.getByRole('button', { name: 'Mute' }));
    clickAsPerson(screen.getByRole('button', { name: 'Hang up' }));
    expect(sent).toEqual([
      { type: 'call:mute', callId: CALL_ID, muted: true },
      { type: 'call:hang-up', callId: CALL_ID },
    ]);
  });

  test('muted says so in a word', () => {
    const { sent } = show({ ...CALL, muted: true });
    const unmute = screen.getByRole('button', { name: 'Muted. Unmute' });
    expect(unmute.textContent).toContain('Muted');
    clickAsPerson(unmute);
    expect(sent).toEqual([{ type: 'call:mute', callId: CALL_ID, muted: false }]);
  });

  test('takes no second click of a double one on Mute for Hang up, which may have moved there', () => {
    vi.useFakeTimers();
    const { sent, setCall } = show({ ...CALL, muted: true });
    vi.advanceTimersByTime(REST_MS);
    clickAsPerson(screen.getByRole('button', { name: 'Muted. Unmute' }));
    setCall(CALL);
    clickAsPerson(screen.getByRole('button', { name: 'Hang up' }), 2);
    expect(sent.map(({ type }) => type)).toEqual(['call:mute']);
  });

  test('elsewhere names nobody', () => {
    const { bar } = show({ ...CALL, ...ELSEWHERE });
    expect(bar.textContent).toContain('In a call');
  });

  test('says that it reconnects; the clock and the buttons stay, and act at once', () => {
    vi.useFakeTimers();
    const { bar, sent, setCall } = show();
    vi.advanceTimersByTime(REST_MS);
    const [timer, mute, hangUp] = [
      screen.getByRole('timer'),
      screen.getByRole('button', { name: 'Mute' }),
      screen.getByRole('button', { name: 'Hang up' }),
    ];
    setCall(RECONNECTING);
    expect(bar.textContent).toMatch(/^Ada2:4\dReconnecting…/);
    expect([timer, mute, hangUp].map((each) => each.isConnected)).toEqual([true, true, true]);
    clickAtRest(hangUp);
    expect(sent).toEqual([{ type: 'call:hang-up', callId: CALL_ID }]);
    setCall(CALL);
    expect(bar.textContent).toMatch(/^Ada2:4\d\s*$/);
  });

  test("is read out elsewhere only: in the call's own conversation the words beside the button are", () => {
    const { setCall } = show(RECONNECTING);
    expect(screen.queryByRole('status')).toBeNull();
    setCall({ ...CALL, ...ELSEWHERE });
    const line = screen.getByRole('status');
    expect(line.textContent).toBe('');
    setCall({ ...RECONNECTING, ...ELSEWHERE });
    expect([screen.getByRole('status'), line.textContent]).toEqual([line, 'Reconnecting…']);
  });

  test('says who cannot be heard, by name', () => {
    expect(show(callWith('nothing-reaches')).bar.textContent).toContain(
      'Ada hears nothing of you. Trying to repair it…',
    );
  });

  test.each([
    ['nothing-arrives', 'Nothing of the other side’s sound arrives. Trying to repair it…'],
    ['nothing-reaches', 'The other side hears nothing of you. Trying to repair it…'],
    ['peer-microphone-silent', 'The other side’s microphone is silent. They see it too.'],
    ['peer-microphone-gone', 'The other side has no microphone now. They see it too.'],
  ] as const)('elsewhere says the same of nobody in particular: %s', (trouble, text) => {
    show(callWith(trouble, ELSEWHERE));
    expect(screen.getByRole('status').textContent).toBe(text);
  });

  test.each(MediaTrouble.options)('has a whole sentence for %s, with and without a name', (trouble) => {
    const { bar, setCall } = show(callWith(trouble));
    const [named] = [bar.textContent];
    setCall(callWith(trouble, ELSEWHERE));
    for (const text of [named, bar.textContent])
      expect(text).toMatch(/\d[A-Z][^$]*[.…]\s*(Allow the microphone|Show me how|Show it)?$/);
    expect(`${named}${bar.textContent}`).not.toMatch(/missing|undefined|null/);
  });

  test('elsewhere leads to a microphone that is blocked, but not by a click that was meant for the page', () => {
    vi.useFakeTimers();
    const { sent, setCall } = show({ ...CALL, ...ELSEWHERE });
    vi.advanceTimersByTime(REST_MS);
    setCall(callWith('microphone-blocked', ELSEWHERE));
    const link = screen.getByRole('button', { name: 'Allow the microphone' });
    clickAtRest(link);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(REST_MS);
    clickAtRest(link);
    expect(sent).toEqual([{ type: 'page:open', page: 'welcome' }]);
  });

  test('tells that the other is muted', () => {
    expect(show({ ...CALL, peerMuted: true }).bar.textContent).toContain('Ada is muted');
  });

  const elsewhere = (microphoneWaits: 'permission' | 'window' | null) =>
    callIn('connecting', { outgoing: false, microphoneWaits, conversation: null, name: null });

  test.each([
    ['permission', 'Your browser asks for the microphone in Earshot’s window.'],
    ['window', 'The microphone opens when you go to Earshot’s call window.'],
  ] as const)(
    'elsewhere leads one who accepted to the microphone that waits (%s), and can hang up',
    (waits, text) => {
      const { bar, sent } = show(elsewhere(waits));
      expect(bar.textContent).toContain(text);
      clickAsPerson(screen.getByRole('button', { name: 'Show it' }));
      clickAsPerson(screen.getByRole('button', { name: 'Hang up' }));
      expect(sent).toEqual([{ type: 'window:show' }, { type: 'call:hang-up', callId: CALL_ID }]);
    },
  );

  test('leads nowhere once the microphone is open', () => {
    const { setCall } = show(elsewhere('window'));
    setCall(elsewhere(null));
    expect(screen.queryByRole('button', { name: 'Show it' })).toBeNull();
  });

  test("leads nowhere in the call's own conversation, where the words beside the button do", () => {
    show(callIn('connecting', { outgoing: false, microphoneWaits: 'window' }));
    expect(screen.queryByRole('button', { name: 'Show it' })).toBeNull();
  });
});
