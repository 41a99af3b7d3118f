import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Grant, type GrantAnswer } from './grant.tsx';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson } from './testing/person.ts';

beforeAll(useEnglish);
afterEach(cleanup);

const status = () => screen.getByRole('status').textContent;
const noSettings = () => {};

test('the window asks by itself, and says what to answer', async () => {
  const answer = Promise.withResolvers<GrantAnswer>();
  render(() => <Grant onAsk={() => answer.promise} onMicrophoneSettings={noSettings} />);
  expect(status()).toBe('Answer your browser’s question…');
  expect(document.body.textContent).toContain('Choose “Allow while visiting the site”');
  expect(screen.queryByRole('button')).toBeNull();
  answer.resolve('granted');
  await vi.waitFor(() => expect(status()).toContain('Allowed. Your call goes on.'));
  expect(status()).toContain('leave this window open until the call ends');
  expect(document.body.textContent).not.toContain('Your browser asks for it');
});

test('a question that was closed is asked again on a click, which the keyboard finds at once', async () => {
  const onAsk = vi.fn<() => Promise<GrantAnswer>>().mockResolvedValue('microphone-not-asked');
  render(() => <Grant onAsk={onAsk} onMicrophoneSettings={noSettings} />);
  const again = await screen.findByRole('button', { name: 'Ask again' });
  await vi.waitFor(() => expect(document.activeElement).toBe(again));
  clickAsPerson(again);
  expect(onAsk).toHaveBeenCalledTimes(2);
});

test.each([
  ['microphone-blocked-by-system', 'Your system does not let this browser use the microphone.'],
  ['microphone-absent', 'No microphone was found.'],
  ['microphone-in-use', 'Another program keeps the microphone.'],
  ['microphone-failed', 'The microphone did not start.'],
] as const)('%s is no answer of the person: it says so, and lets one try again', async (trouble, text) => {
  const onAsk = vi.fn<() => Promise<GrantAnswer>>().mockResolvedValue(trouble);
  render(() => <Grant onAsk={onAsk} onMicrophoneSettings={noSettings} />);
  const again = await screen.findByRole('button', { name: 'Try again' });
  expect(status()).toContain(text);
  expect(document.body.textContent).not.toContain('Choose “Allow while visiting the site”');
  onAsk.mockResolvedValue('granted');
  clickAsPerson(again);
  await vi.waitFor(() => expect(status()).toContain('Allowed.'));
});

test('whoever blocks it reads so, and finds the way to the settings', async () => {
  const onMicrophoneSettings = vi.fn();
  const onAsk = () => Promise.resolve('microphone-blocked' as const);
  render(() => <Grant onAsk={onAsk} onMicrophoneSettings={onMicrophoneSettings} />);
  clickAsPerson(await screen.findByRole('button', { name: 'Open its settings' }));
  expect(status()).toContain('Blocked.');
  expect(onMicrophoneSettings).toHaveBeenCalledOnce();
});
