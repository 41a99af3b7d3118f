import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Grant, type GrantAnswer } from './grant.tsx';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson } from './testing/person.ts';

beforeAll(useEnglish);
afterEach(cleanup);

const status = () => screen.getByRole('status').textContent;

test('the window asks by itself, and says what to answer', async () => {
  const answer = Promise.withResolvers<GrantAnswer>();
  render(() => <Grant onAsk={() => answer.promise} />);
  expect(status()).toBe('Answer your browser’s question…');
  expect(document.body.textContent).toContain('Choose “Allow while visiting the site”');
  expect(screen.queryByRole('button')).toBeNull();
  answer.resolve('granted');
  await vi.waitFor(() => expect(status()).toBe('Allowed. Your call goes on.'));
});

test('a question that was closed is asked again on a click, which the keyboard finds at once', async () => {
  const onAsk = vi.fn<() => Promise<GrantAnswer>>().mockResolvedValue('closed');
  render(() => <Grant onAsk={onAsk} />);
  const again = await screen.findByRole('button', { name: 'Ask again' });
  await vi.waitFor(() => expect(document.activeElement).toBe(again));
  clickAsPerson(again);
  expect(onAsk).toHaveBeenCalledTimes(2);
});
