import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createGrantWindow } from './grant-window.ts';

/** The windows that show the page which asks, and what the browser says of the microphone. */
function setUp() {
  const open = new Set<number>();
  const focused: number[] = [];
  let count = 0;
  let permission: PermissionState = 'prompt';
  const known = async (id: number) => {
    if (!open.has(id)) throw new Error(`No window with id: ${id}.`);
  };
  const windows = {
    create: vi.fn(async () => {
      open.add((count += 1));
      return { id: count };
    }),
    get: known,
    async update(id: number) {
      await known(id);
      focused.push(id);
    },
    remove: vi.fn(async (id: number) => {
      await known(id);
      open.delete(id);
    }),
  };
  const getContexts = vi.fn(async () => [...open].map((windowId) => ({ windowId })));
  Object.assign(browser, { windows });
  Object.assign(browser.runtime, { getContexts });
  vi.stubGlobal('navigator', { permissions: { query: async () => ({ state: permission }) } });
  return {
    ...{ open, focused, windows, getContexts },
    answer: (state: PermissionState) => (permission = state),
  };
}

const until = async (told: Promise<unknown>) => {
  await vi.advanceTimersByTimeAsync(1_000);
  return told;
};
const patience = () => new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
  fakeBrowser.reset();
});

describe('the window that asks', () => {
  test.each(['granted', 'denied'] as const)('waits until it is %s, and stays', async (state) => {
    const { open, answer } = setUp();
    const asking = createGrantWindow().ask(patience());
    await vi.advanceTimersByTimeAsync(5_000);
    answer(state);
    expect(await until(asking)).toBe(state);
    expect(open.size).toBe(1);
  });

  test('that the person closes is no answer, and the next question has a window again', async () => {
    const { open, windows } = setUp();
    const grant = createGrantWindow();
    const asking = grant.ask(patience());
    await vi.advanceTimersByTimeAsync(1_000);
    open.clear();
    expect(await until(asking)).toBe('prompt');
    void grant.ask(patience());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(windows.create).toHaveBeenCalledTimes(2);
  });

  test('is not waited for any longer by a call that is over', async () => {
    setUp();
    const over = new AbortController();
    const asking = createGrantWindow()
      .ask(over.signal)
      .catch(() => 'given up');
    over.abort();
    expect(await until(asking)).toBe('given up');
  });

  test('of an earlier life of the worker is found, shown and closed', async () => {
    const { open, focused, windows } = setUp();
    open.add(7);
    const grant = createGrantWindow();
    void grant.ask(patience());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(windows.create).not.toHaveBeenCalled();
    expect(focused).toEqual([7]);
    await grant.close();
    expect(open.size).toBe(0);
  });

  test('is closed also while it is still opening', async () => {
    const { open } = setUp();
    const grant = createGrantWindow();
    const asking = grant.ask(patience());
    await Promise.all([grant.close(), until(asking)]);
    expect(open.size).toBe(0);
  });

  test('is looked for once: where there is none, closing and showing it do nothing', async () => {
    const { focused, windows, getContexts } = setUp();
    const grant = createGrantWindow();
    await grant.close();
    await grant.close();
    await grant.show();
    expect(focused).toEqual([]);
    expect(windows.remove).not.toHaveBeenCalled();
    expect(getContexts).toHaveBeenCalledOnce();
  });

  test('may be closed by the person at the same time; that the browser cannot close it is told', async () => {
    const { open, windows } = setUp();
    open.add(7);
    windows.remove.mockImplementationOnce(async (id) => {
      open.delete(id);
      throw new Error(`No window with id: ${id}.`);
    });
    await createGrantWindow().close();
    open.add(8);
    windows.remove.mockRejectedValueOnce(new Error('Windows cannot be edited right now.'));
    await expect(createGrantWindow().close()).rejects.toThrow('cannot be edited');
  });
});
