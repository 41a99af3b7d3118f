import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { createDetectorRegistration, injectOnRecognition } from './injection.ts';

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

describe('the detector', () => {
  /** What the browser keeps, and what it was told. */
  let kept: { id: string; matches: string[]; runAt: string }[] = [];
  let granted: string[] = [];
  const registered = vi.fn(async () => kept);
  const register = vi.fn(async (scripts: typeof kept) => void (kept = scripts));
  const update = vi.fn(async (scripts: typeof kept) => void (kept = scripts));
  const unregister = vi.fn(async () => void (kept = []));
  const failed = vi.fn();
  const CHAT = 'https://chat.example.org/*';
  const TALK = 'https://talk.example.org/*';

  beforeEach(() => {
    vi.clearAllMocks();
    [kept, granted] = [[], []];
    Object.assign(browser, {
      runtime: { getManifest: () => ({ content_scripts: [{ matches: ['http://localhost/*'] }] }) },
      permissions: { getAll: async () => ({ origins: ['http://localhost/*', ...granted] }) },
      scripting: {
        getRegisteredContentScripts: registered,
        registerContentScripts: register,
        updateContentScripts: update,
        unregisterContentScripts: unregister,
      },
    });
  });
  const everythingPossible = async () => new Promise((resolve) => setTimeout(resolve, 0));
  const sites = () => kept.flatMap(({ matches }) => matches);

  test('runs from the start in the pages of the sites that the person permitted, in no others', async () => {
    const registerDetector = createDetectorRegistration(failed);
    granted = [TALK, CHAT];
    registerDetector();
    await vi.waitFor(() => expect(sites()).toEqual([CHAT, TALK]));
    expect(kept).toMatchObject([{ id: 'detector', runAt: 'document_end' }]);
    granted = [TALK];
    registerDetector();
    await vi.waitFor(() => expect(sites()).toEqual([TALK]));
    expect([register, update].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    granted = [];
    registerDetector();
    await vi.waitFor(() => expect(kept).toEqual([]));
    expect(failed).not.toHaveBeenCalled();
  });

  test('is not taken away where there is none', async () => {
    const registerDetector = createDetectorRegistration(failed);
    registerDetector();
    await vi.waitFor(() => expect(registered).toHaveBeenCalledOnce());
    granted = [CHAT];
    registerDetector();
    await vi.waitFor(() => expect(sites()).toEqual([CHAT]));
    expect(unregister).not.toHaveBeenCalled();
    expect(failed).not.toHaveBeenCalled();
  });

  test('is registered for one change after the other, so that the last is what stays', async () => {
    const registerDetector = createDetectorRegistration(failed);
    const first = Promise.withResolvers<void>();
    register.mockImplementationOnce(async (scripts) => {
      await first.promise;
      kept = scripts;
    });
    granted = [CHAT];
    registerDetector();
    await vi.waitFor(() => expect(register).toHaveBeenCalledOnce());
    granted = [CHAT, TALK];
    registerDetector();
    await everythingPossible();
    first.resolve();
    await everythingPossible();
    expect(sites()).toEqual([CHAT, TALK]);
  });

  test('that could not be registered is told of, and tried again at the next change', async () => {
    const registerDetector = createDetectorRegistration(failed);
    register.mockRejectedValueOnce(new Error('No.'));
    granted = [CHAT];
    registerDetector();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    registerDetector();
    await vi.waitFor(() => expect(sites()).toEqual([CHAT]));
  });
});
