import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepSiteServer, keepUsualServer } from './keep-server.ts';
import { agreeTo, forgetSite, keyOfSite, NO_CHOICES } from './servers.ts';
import { settings } from './settings.ts';

beforeEach(() => fakeBrowser.reset());
const CALLS = 'https://calls.example.org';

describe('the usual call server', () => {
  test('is kept as it is dialled, with its key, and used once the person agrees', async () => {
    expect(await keepUsualServer(' Calls.example.org/', ' sesame ')).toEqual({ url: CALLS, agreed: false });
    const kept = await settings.servers.get();
    expect(kept.usual).toEqual({ url: CALLS, accessKey: 'sesame' });
    await settings.servers.change((now) => agreeTo(now, CALLS, null));
    expect(await keepUsualServer(CALLS, '')).toEqual({ url: CALLS, agreed: true });
  });

  test('stays what it was where no address was written', async () => {
    expect(await keepUsualServer('two words', 'sesame')).toBeNull();
    expect(await settings.servers.get()).toEqual(NO_CHOICES);
  });
});

describe('the call server of one site', () => {
  test.each([
    ['chat.example.org', 'chat.example.org'],
    [' https://Chat.example.org:8443/rooms/tea?me=Ada', 'chat.example.org:8443'],
    ['https://chat.example.org:443', 'chat.example.org'],
    ['localhost:8000', 'localhost:8000'],
  ])('%j is kept for %s', async (written, site) => {
    expect(await keepSiteServer(written, 'calls.example.org')).toEqual({ url: CALLS, agreed: false });
    expect((await settings.servers.get()).bySite).toEqual({ [site]: { url: CALLS, accessKey: '' } });
  });

  test('needs no question where it is on this machine', async () => {
    expect(await keepSiteServer('chat.example.org', 'localhost:4081')).toMatchObject({ agreed: true });
  });

  test.each([
    ['two words', CALLS, 'no-site'],
    ['', CALLS, 'no-site'],
    ['chat.example.org', 'two words', 'no-server'],
  ] as const)('%j at %j: %s, and nothing is kept', async (site, server, problem) => {
    expect(await keepSiteServer(site, server)).toBe(problem);
    expect(await settings.servers.get()).toEqual(NO_CHOICES);
  });
});

test('of what is changed at once nothing is lost', async () => {
  await Promise.all([
    keepUsualServer('usual.example.org', ''),
    keepSiteServer('chat.example.org', CALLS),
    settings.servers.change((now) => keyOfSite(now, 'chat.example.org', 'sesame')),
    settings.servers.change((now) => agreeTo(now, 'https://proposed.example', 'other.example')),
    settings.servers.change((now) => forgetSite(now, 'nowhere.example')),
  ]);
  expect(await settings.servers.get()).toEqual({
    usual: { url: 'https://usual.example.org', accessKey: '' },
    bySite: {
      'chat.example.org': { url: CALLS, accessKey: 'sesame' },
      'other.example': { url: 'https://proposed.example', accessKey: '' },
    },
    agreed: ['https://proposed.example'],
    answered: { 'other.example': 'https://proposed.example' },
  });
});
