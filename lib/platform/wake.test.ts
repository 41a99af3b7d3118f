import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepWaking, wakeOnAlarm } from './wake.ts';

beforeEach(() => fakeBrowser.reset());

describe('the alarm that wakes a worker which died', () => {
  test('rings every half a minute while that is wanted, and not after', async () => {
    await keepWaking(true);
    expect(await browser.alarms.getAll()).toEqual([expect.objectContaining({ periodInMinutes: 0.5 })]);
    await keepWaking(true);
    expect(await browser.alarms.getAll()).toHaveLength(1);
    await keepWaking(false);
    expect(await browser.alarms.getAll()).toEqual([]);
  });

  test('has a listener: without one it wakes nothing', () => {
    const listen = vi.spyOn(browser.alarms.onAlarm, 'addListener');
    wakeOnAlarm();
    expect(listen).toHaveBeenCalledOnce();
  });
});
