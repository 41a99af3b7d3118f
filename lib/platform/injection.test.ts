import { beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { injectOnRecognition } from './injection.ts';

type Sender = { id: string; frameId: number; url: string; tab: { id: number } };
let tell = (_message: unknown, _sender: Sender): void => {};
const executeScript = vi.fn(async () => []);
const FROM_CHAT: Sender = {
  ...{ id: 'earshot', frameId: 0, url: 'https://chat.example.org:8443/tea', tab: { id: 7 } },
};
const RECOGNISED = { type: 'site:recognised', adapter: 'the-lounge' };

beforeEach(() => {
  executeScript.mockClear();
  Object.assign(browser, {
    runtime: { id: 'earshot', onMessage: { addListener: (each: typeof tell) => (tell = each) } },
    scripting: { executeScript },
  });
});

test('a page that is recognised gets the chat UI where Earshot may be used, and nowhere else', async () => {
  const mayBeUsed = vi.fn(async (site: string) => site === 'chat.example.org:8443');
  injectOnRecognition(mayBeUsed, () => {});
  tell(RECOGNISED, FROM_CHAT);
  await vi.waitFor(() => expect(executeScript).toHaveBeenCalledOnce());
  expect(executeScript).toHaveBeenCalledWith({ target: { tabId: 7 }, files: ['/chat-ui.js'] });
  tell(RECOGNISED, { ...FROM_CHAT, url: 'https://elsewhere.example.org/' });
  tell(RECOGNISED, { ...FROM_CHAT, frameId: 1 });
  tell(RECOGNISED, { ...FROM_CHAT, id: 'another' });
  tell({ type: 'site:recognised' }, FROM_CHAT);
  await vi.waitFor(() => expect(mayBeUsed).toHaveBeenCalledTimes(2));
  await Promise.resolve();
  expect(executeScript).toHaveBeenCalledOnce();
});
