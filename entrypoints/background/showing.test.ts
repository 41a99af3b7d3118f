import { beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { IDLE } from '@/lib/call/state.ts';
import type { ChatTabs } from './chat-tabs.ts';
import { createShowing } from './showing.ts';

beforeEach(() => fakeBrowser.reset());

test('an alarm that an earlier life of the worker left is cleared where nothing is wanted', async () => {
  await browser.alarms.create('wake', { periodInMinutes: 0.5 });
  const showing = createShowing({
    facts: () => ({
      calls: IDLE,
      places: [],
      links: new Map(),
      serverOf: () => expect.unreachable('there is no place'),
      triedServers: [],
      offline: false,
    }),
    tabs: () => ({ show() {}, watchers: () => [] }) as unknown as ChatTabs,
    media: { follow() {} },
    updates: { busy() {} },
    log: { write() {}, precede() {}, lines: () => [] },
  });
  showing.soon();
  await vi.waitFor(async () => expect(await browser.alarms.getAll()).toEqual([]));
});
