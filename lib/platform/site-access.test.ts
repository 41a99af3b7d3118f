import { beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { onSiteAccess } from './site-access.ts';

type Changed = (permissions: { origins?: string[]; permissions?: string[] }) => void;
let give: Changed = () => {};
let take: Changed = () => {};
const [added, removed] = [vi.fn(), vi.fn()];

beforeEach(() => {
  vi.clearAllMocks();
  Object.assign(browser, {
    permissions: {
      onAdded: { addListener: (listener: Changed) => (give = listener) },
      onRemoved: { addListener: (listener: Changed) => (take = listener) },
    },
  });
  onSiteAccess(added, removed);
});

test('sites that the person permits are told of by name, wherever they did', () => {
  give({ origins: ['https://chat.example.org/*'] });
  expect(added.mock.calls).toEqual([[['https://chat.example.org/*']]]);
  expect(removed).not.toHaveBeenCalled();
});

test('that some were taken back is told', () => {
  take({ origins: ['https://chat.example.org/*'], permissions: [] });
  expect(removed).toHaveBeenCalledOnce();
  expect(added).not.toHaveBeenCalled();
});

test('what else is given and taken concerns no site', () => {
  give({ permissions: ['notifications'] });
  take({ permissions: ['notifications'] });
  take({ permissions: ['notifications'], origins: [] });
  expect(added.mock.calls.flat(2)).toEqual([]);
  expect(removed).not.toHaveBeenCalled();
});
