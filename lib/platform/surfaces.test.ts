import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { showPanel } from './surfaces.ts';

beforeEach(() => fakeBrowser.reset());

describe('the panel', () => {
  const windows = vi.fn(async () => ({}));
  beforeEach(() => {
    windows.mockClear();
    Object.assign(browser.windows, { create: windows });
  });

  test('is the popup where the browser opens it', async () => {
    Object.assign(browser, { action: { openPopup: async () => undefined } });
    await showPanel();
    expect(windows).not.toHaveBeenCalled();
  });

  test('is a small window with the same page where it does not', async () => {
    Object.assign(browser, {
      action: {
        openPopup: async () => {
          throw new Error('Could not find an active browser window.');
        },
      },
    });
    await showPanel();
    expect(windows).toHaveBeenCalledWith(
      expect.objectContaining({ type: 'popup', url: expect.stringContaining('/popup.html') }),
    );
  });
});
