import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { forgetAndRestart } from './forget.ts';

const CHAT = 'https://chat.example.org/*';
let did: string[];
const remove = vi.fn(({ origins }: { origins?: string[] }) => {
  did.push(`no more on ${String(origins)}`);
  return Promise.resolve(true);
});

beforeEach(async () => {
  fakeBrowser.reset();
  did = [];
  await fakeBrowser.storage.local.set({ 'setting:offline': true });
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({
    manifest_version: 3,
    name: '',
    version: '1',
  });
  fakeBrowser.permissions.getAll = () => Promise.resolve({ origins: [CHAT] });
  fakeBrowser.permissions.remove = remove;
  vi.spyOn(fakeBrowser.runtime, 'reload').mockImplementation(() => void did.push('starts anew'));
});
const forgetKey = async () => void did.push('key');

test('what is stored, the sites and the key are taken away, the key last; then Earshot starts anew', async () => {
  await forgetAndRestart(forgetKey);
  expect(await fakeBrowser.storage.local.get()).toEqual({});
  expect(did).toEqual([`no more on ${CHAT}`, 'key', 'starts anew']);
});

test('where the browser refuses, whoever asked is told, is known by the same key, and can ask again', async () => {
  remove.mockRejectedValueOnce(new Error('refused'));
  await expect(forgetAndRestart(forgetKey)).rejects.toThrow('refused');
  expect(did).toEqual([]);
  await forgetAndRestart(forgetKey);
  expect(did).toEqual([`no more on ${CHAT}`, 'key', 'starts anew']);
});
