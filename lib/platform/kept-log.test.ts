import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createKeptLog, readKeptLog } from './kept-log.ts';

const printed = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  fakeBrowser.reset();
  printed.mockReset();
  vi.spyOn(console, 'info').mockImplementation(printed);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const codes = async () => (await readKeptLog()).map(({ code }) => code);
/** Longer than lines are gathered before they are kept. */
const settle = async () => vi.advanceTimersByTimeAsync(1_000);

test('what was written is there for another page, and for the next life, before its own lines', async () => {
  createKeptLog().write('first', { phase: 'ringing' });
  await settle();
  expect(await readKeptLog()).toMatchObject([{ code: 'first', facts: { phase: 'ringing' } }]);
  createKeptLog().write('second');
  await settle();
  expect(await codes()).toEqual(['first', 'second']);
});

test('lines that come in a burst are kept at once', async () => {
  const set = vi.spyOn(browser.storage.session, 'set');
  const log = createKeptLog();
  for (const code of ['one', 'two', 'three']) log.write(code);
  await settle();
  expect(await codes()).toEqual(['one', 'two', 'three']);
  expect(set).toHaveBeenCalledOnce();
});

test('what cannot be kept is said in the console, once, and the next line is kept again', async () => {
  const log = createKeptLog();
  vi.spyOn(browser.storage.session, 'set').mockRejectedValueOnce(new DOMException('', 'QuotaExceededError'));
  log.write('lost');
  await settle();
  expect(printed.mock.calls).toEqual([
    ['earshot', 'lost', {}],
    ['earshot', 'log-not-kept', { error: 'QuotaExceededError' }],
  ]);
  log.write('next');
  await settle();
  expect(await codes()).toEqual(['lost', 'next']);
});

test('a log that cannot be read begins anew, and says so', async () => {
  vi.spyOn(browser.storage.session, 'get').mockRejectedValueOnce(new Error('No.'));
  const log = createKeptLog();
  await settle();
  expect(log.lines()).toMatchObject([{ code: 'log-not-read', facts: { error: 'Error' } }]);
});
