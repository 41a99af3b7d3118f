import { cleanup, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson } from './testing/person.ts';
import { SERVER } from './testing/views.ts';
import { type MicrophoneTrial, type OpenMicrophone, Welcome, type WelcomeProps } from './welcome.tsx';

beforeAll(useEnglish);
afterEach(cleanup);

const AGAIN = { name: 'Try again' };
const BUTTON = { name: 'Allow the microphone' };

function open(first: PermissionState, props: Partial<WelcomeProps> = {}) {
  const [permission, setPermission] = createSignal(first);
  const [microphone, setMicrophone] = createSignal<OpenMicrophone | null>(null);
  let asked = 0;
  let answer: (trial: MicrophoneTrial) => void = () => {};
  const echo = vi.fn();
  const onClose = vi.fn(() => setMicrophone(null));
  const onMicrophoneSettings = vi.fn();
  render(() => (
    <Welcome
      where={{ browser: 'chrome', system: 'other' }}
      permission={permission()}
      wasAllowedOnce={false}
      systemRefused={false}
      onAsk={() => {
        asked += 1;
        return new Promise((resolve) => (answer = resolve));
      }}
      microphone={microphone()}
      onClose={onClose}
      server={null}
      isDefaultServer={false}
      onSettings={() => {}}
      unpinned={false}
      onMicrophoneSettings={onMicrophoneSettings}
      {...props}
    />
  ));
  return {
    ...{ setPermission, echo, onClose, onMicrophoneSettings },
    asked: () => asked,
    async answer(trial: MicrophoneTrial) {
      if (trial === 'opened') setMicrophone({ level: () => 0, echo });
      answer(trial);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
    close: () => setMicrophone(null),
  };
}
const says = () => screen.getAllByRole('status')[0]?.textContent;
const saysOfServer = () => screen.getAllByRole('status')[1]?.textContent;
const press = (label: string) => clickAsPerson(screen.getByRole('button', { name: label }));
const ask = () => press(BUTTON.name);

describe('the microphone on the welcome page', () => {
  test('is asked for on a click, not before, and is on for a test that one can end', async () => {
    const page = open('prompt');
    expect(says()).toContain('choose “Allow while visiting the site”');
    expect(page.asked()).toBe(0);
    ask();
    expect(page.asked()).toBe(1);
    expect(says()).toBe('Answer your browser’s question…');
    page.setPermission('granted');
    await page.answer('opened');
    expect(says()).toContain('On now for this test');
    screen.getByRole('meter', { name: 'Your microphone’s level' });
    press('Turn it off');
    expect(page.onClose).toHaveBeenCalledOnce();
    expect(says()).toContain('Allowed. It is closed now');
    expect(screen.queryByRole('meter')).toBeNull();
    press('Try it');
    expect(page.asked()).toBe(2);
  });

  test('is explained in the words of Firefox there', () => {
    open('prompt', { where: { browser: 'firefox', system: 'other' } });
    expect(says()).toContain('leave “Remember…” ticked');
  });

  test('that was allowed for one time only says so: in Firefox after the test, in Chrome at the next visit', async () => {
    const page = open('prompt', { where: { browser: 'firefox', system: 'other' } });
    ask();
    await page.answer('opened');
    page.close();
    expect(says()).toContain('It was allowed for that time only.');
    cleanup();
    open('prompt', { wasAllowedOnce: true });
    expect(says()).toContain('It was allowed for that time only.');
  });

  test('follows what is allowed in the settings of the browser, and leads there', () => {
    const page = open('denied');
    expect(says()).toContain('Blocked.');
    press('Open its settings');
    expect(page.onMicrophoneSettings).toHaveBeenCalledOnce();
    page.setPermission('granted');
    expect(says()).toContain('Allowed.');
    page.setPermission('prompt');
    expect(screen.getByRole('button', BUTTON)).toBeDefined();
  });

  test.each([
    ['microphone-absent', 'No microphone was found.'],
    ['microphone-in-use', 'Another program keeps the microphone.'],
    ['microphone-failed', 'The microphone did not start.'],
  ] as const)('lets one try again when it is %s', async (trial, text) => {
    const page = open('prompt');
    ask();
    page.setPermission('granted');
    await page.answer(trial);
    expect(says()).toContain(text);
    clickAsPerson(screen.getByRole('button', AGAIN));
    await page.answer('opened');
    expect(says()).toContain('On now');
  });

  test('is asked for again when the question was closed', async () => {
    const page = open('prompt');
    ask();
    await page.answer('microphone-not-asked');
    expect(screen.getByRole('button', BUTTON)).toBeDefined();
  });

  test.each([
    ['mac', 'System Settings › Privacy & Security › Microphone'],
    ['windows', 'Settings › Privacy & security › Microphone'],
    ['linux', 'in GNOME Settings › Privacy & Security › Microphone'],
    ['chromeos', 'Settings › Privacy and security › Privacy controls › Microphone'],
    ['other', 'sound or privacy settings'],
  ] as const)('says so when the system refuses what the browser allows (%s)', async (system, path) => {
    const page = open('prompt', { where: { browser: 'chrome', system } });
    ask();
    page.setPermission('granted');
    await page.answer('microphone-blocked-by-system');
    expect(says()).toContain(path);
    expect(screen.getByRole('button', AGAIN)).toBeDefined();
  });

  test('says so at once to whoever comes from a call to which the system refused it, until it is tried', async () => {
    const page = open('granted', { systemRefused: true });
    expect(says()).toContain('Your system does not let this browser use the microphone.');
    press(AGAIN.name);
    await page.answer('opened');
    page.close();
    expect(says()).toContain('Allowed.');
  });

  test('that Firefox blocked for once is blocked, whatever its status still says', async () => {
    const page = open('prompt', { where: { browser: 'firefox', system: 'linux' } });
    ask();
    await page.answer('microphone-blocked');
    expect(says()).toContain('Blocked. Click the icon left of the address');
    page.setPermission('granted');
    expect(says()).toContain('Allowed.');
  });

  test('forgets a refusal that was taken back', async () => {
    const page = open('prompt');
    ask();
    page.setPermission('denied');
    await page.answer('microphone-blocked');
    expect(says()).toContain('Blocked.');
    page.setPermission('granted');
    expect(says()).toContain('Allowed.');
  });
});

describe('"Hear yourself"', () => {
  const echoes = (page: ReturnType<typeof open>) => page.echo.mock.calls.map(([wanted]) => wanted as boolean);

  test('opens the microphone if need be, plays it back until it is stopped, and ends with it', async () => {
    const page = open('granted');
    press('Hear yourself');
    expect(page.asked()).toBe(1);
    await page.answer('opened');
    expect(echoes(page).at(-1)).toBe(true);
    press('Stop');
    expect(echoes(page).at(-1)).toBe(false);
    press('Hear yourself');
    expect(echoes(page).at(-1)).toBe(true);
    page.close();
    expect(screen.getByRole('button', { name: 'Hear yourself' }).getAttribute('aria-pressed')).toBe('false');
  });

  test('does not begin where the microphone does not open', async () => {
    const page = open('prompt');
    press('Hear yourself');
    await page.answer('microphone-absent');
    expect(screen.getByRole('button', { name: 'Hear yourself' }).getAttribute('aria-pressed')).toBe('false');
  });
});

describe('the call server on the welcome page', () => {
  test.each([
    [{ server: SERVER }, 'calls.example.org answers.'],
    [{ server: { ...SERVER, state: 'connecting' as const } }, 'Looking for calls.example.org…'],
    [{ server: { ...SERVER, state: 'down' as const } }, 'calls.example.org does not answer.'],
    [
      { server: { ...SERVER, state: 'down' as const }, isDefaultServer: true },
      'No call server yet. Ask whoever runs your chat',
    ],
    [{ server: null }, 'once you have agreed to it'],
  ])('%o: %s', (props, text) => {
    open('granted', props);
    expect(saysOfServer()).toContain(text);
    const isThere = props.server?.state === 'connected';
    expect(screen.queryByRole('button', { name: 'Settings' }) === null).toBe(isThere);
  });
});

describe('the way to the toolbar', () => {
  const heading = () => screen.queryByRole('heading', { name: 'Pin Earshot' });

  test('is shown where the browser says that the icon is not there, until it is', () => {
    const [unpinned, setUnpinned] = createSignal(true);
    open('granted', {
      get unpinned() {
        return unpinned();
      },
    });
    expect(heading()?.parentElement?.textContent).toContain('then the pin beside Earshot');
    setUnpinned(false);
    expect(heading()).toBeNull();
  });

  test('is told in the words of Firefox there', () => {
    open('granted', { unpinned: true, where: { browser: 'firefox', system: 'other' } });
    expect(heading()?.parentElement?.textContent).toContain('the gear beside Earshot and “Pin to Toolbar”');
  });
});
