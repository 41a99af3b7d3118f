import { beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { deferUpdates } from './updates.ts';

let come = (): void => {};
const reload = vi.fn();
beforeEach(() => {
  fakeBrowser.reset();
  reload.mockClear();
  Object.assign(browser, {
    runtime: { reload, onUpdateAvailable: { addListener: (listener: () => void) => (come = listener) } },
  });
});

test('an update that comes in a call waits for its end', () => {
  const updates = deferUpdates();
  updates.busy(true);
  come();
  updates.busy(true);
  expect(reload).not.toHaveBeenCalled();
  updates.busy(false);
  expect(reload).toHaveBeenCalledOnce();
});

test('an update that comes while nothing is on is taken at once', () => {
  deferUpdates().busy(false);
  come();
  expect(reload).toHaveBeenCalledOnce();
});

test('until it is known whether a call is on, no update is taken', () => {
  const updates = deferUpdates();
  come();
  expect(reload).not.toHaveBeenCalled();
  updates.busy(false);
  expect(reload).toHaveBeenCalledOnce();
});

test('one that came in an earlier life of the worker still waits for the end of the call', async () => {
  deferUpdates().busy(true);
  come();
  await vi.waitFor(async () => expect(await browser.storage.session.get(null)).not.toEqual({}));
  const updates = deferUpdates();
  updates.busy(true);
  expect(reload).not.toHaveBeenCalled();
  updates.busy(false);
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
});

test('the end of a call reloads nothing by itself', () => {
  const updates = deferUpdates();
  updates.busy(true);
  updates.busy(false);
  expect(reload).not.toHaveBeenCalled();
});
