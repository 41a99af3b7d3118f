import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { followUnpinned } from './pinned.ts';

type Told = { readonly isOnToolbar?: boolean };

/** A browser whose icon is there or not, or that does not say. */
function browserThatSays(now: Told | undefined) {
  let change = (_settings: Told): void => {};
  const action = now && {
    getUserSettings: async () => now,
    onUserSettingsChanged: { addListener: (listener: typeof change) => (change = listener) },
  };
  Object.assign(browser, { action: action ?? {} });
  return { change: (settings: Told) => change(settings) };
}

test('an icon that is not on the toolbar is told of, and so is its way there and back', async () => {
  const { change } = browserThatSays({ isOnToolbar: false });
  const tell = vi.fn();
  await followUnpinned(tell);
  expect(tell.mock.lastCall).toEqual([true]);
  change({ isOnToolbar: true });
  expect(tell.mock.lastCall).toEqual([false]);
  change({ isOnToolbar: false });
  expect(tell.mock.lastCall).toEqual([true]);
});

test.each([undefined, {}, { isOnToolbar: true }])(
  'nothing is asked of the person where the browser says %o',
  async (now) => {
    browserThatSays(now);
    const tell = vi.fn();
    await followUnpinned(tell);
    expect(tell.mock.calls).toEqual([[false]]);
  },
);
