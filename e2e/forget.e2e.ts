import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { demoChatUrl } from './rig/demo-chat.ts';
import { ANOTHER_HOST } from './rig/hosts.ts';
import { allByRole, byRole, press } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

/** The public key by which call servers know this installation; undefined while there is none. */
async function keyIn(ownPage: Page): Promise<string | undefined> {
  return ownPage.evaluate(async () => {
    const opening = indexedDB.open('earshot-identity');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('no database'));
    });
    const asking = database.transaction('keys').objectStore('keys').get('installation');
    const pair = await new Promise<CryptoKeyPair | undefined>((resolve) => {
      asking.onsuccess = () => resolve(asking.result as CryptoKeyPair | undefined);
    });
    database.close();
    return pair && JSON.stringify(await crypto.subtle.exportKey('jwk', pair.publicKey));
  });
}

async function answers(page: Page): Promise<boolean> {
  return page.evaluate(() => location.pathname === '/options.html').catch(() => false);
}

test('"Forget everything" makes Earshot new: settings, sites, log and key are gone', async ({ scene }) => {
  const server = await scene.callServer();
  const [ada] = await scene.people(server, { name: 'Ada' });
  if (!ada) throw new Error('One was asked for');
  await ada.letReload();
  const chat = new URL(demoChatUrl(server, 'Ada', 'tea'));
  chat.hostname = ANOTHER_HOST;
  const chatTab = await ada.openPage(chat.href);
  await ada.willPermit(`http://${ANOTHER_HOST}/*`);
  await press(await ada.openPopup(), 'Use Earshot on this site');
  await byRole(chatTab, 'button', 'Audio chat');
  const options = await ada.openOwnPage('options.html');
  const before = await keyIn(options);
  expect(before).toBeTypeOf('string');
  await byRole(options, 'button', `Remove http://${ANOTHER_HOST}`);
  const forgottenAtMs = Date.now();

  await options.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await press(options, 'Forget everything');
  await press(options, 'Forget it all');

  // its pages end with the earlier life; what is opened before would end with it too
  await until('Earshot starts anew', async () => !(await answers(options)), 20_000);
  const [after, field] = await until(
    'the settings are there again',
    async () => {
      const page = await ada.openOwnPage('options.html');
      return [page, await byRole(page, 'textbox', 'Call server', 2_000)] as const;
    },
    20_000,
  );
  expect(await field.evaluate((input) => (input as HTMLInputElement).value)).toBe('http://localhost:4080');
  const key = await until('there is a key', async () => keyIn(after));
  expect(key).not.toBe(before);
  expect(await allByRole(after, 'button', `Remove http://${ANOTHER_HOST}`)).toEqual([]);
  await press(after, 'Copy a problem report');
  const report = await until('there is a report', async () =>
    after.$eval('textarea', (each) => each.value).catch(() => undefined),
  );
  const times = [...report.matchAll(/^\d{4}-\S+Z/gm)].map(([time]) => Date.parse(time));
  expect(times.filter((timeMs) => timeMs < forgottenAtMs)).toEqual([]);
});
