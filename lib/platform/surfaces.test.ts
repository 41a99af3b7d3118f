import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { showPanel } from './surfaces.ts';

beforeEach(() => fakeBrowser.reset());

describe('the panel', () => {
  const create = vi.fn(async () => ({ id: 5 }));
  const update = vi.fn(async (id: number) => {
    if (id === 5 && closed) throw new Error('No window with id: 5.');
    return {};
  });
  let closed = false;
  beforeEach(() => {
    vi.clearAllMocks();
    Object.assign(browser, { windows: { create, update, getLastFocused: async () => ({ id: 1 }) } });
  });

  test('is the popup, over the window in front, where the browser opens it', async () => {
    Object.assign(browser, { action: { openPopup: async () => undefined } });
    await showPanel();
    expect(update).toHaveBeenCalledWith(1, { focused: true });
    expect(create).not.toHaveBeenCalled();
  });

  test('is one small window with the same page where it does not, and another once that was closed', async () => {
    Object.assign(browser, {
      action: {
        openPopup: async () => {
          throw new Error('Could not find an active browser window.');
        },
      },
    });
    await showPanel();
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ type: 'popup', url: expect.stringContaining('/popup.html') }),
    );
    await showPanel();
    expect(create).toHaveBeenCalledOnce();
    expect(update).toHaveBeenLastCalledWith(5, { focused: true });
    closed = true;
    await showPanel();
    expect(create).toHaveBeenCalledTimes(2);
  });
});
