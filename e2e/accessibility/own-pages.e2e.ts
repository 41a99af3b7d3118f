import type { Page } from 'puppeteer';
import { beforeAll, describe, expect } from 'vitest';
import { adaAndBob } from '../rig/ada-and-bob.ts';
import { speaksBidi } from '../rig/bidi.ts';
import { connect } from '../rig/calls.ts';
import { press, waitForStatus } from '../rig/roles.ts';
import { test } from '../rig/scene.ts';
import { until } from '../rig/until.ts';
import { auditPage, bundleAudit, report } from './audit.ts';

const PAGES = ['popup.html', 'options.html', 'welcome.html', 'site-owners.html'];
/** The window that asks for the microphone, which Firefox asks for in the call window. */
const OF_CHROMIUM = ['grant.html'];

let audit: string;

beforeAll(async () => {
  audit = await bundleAudit();
});

async function expectUsable(where: string, page: Page): Promise<void> {
  await until(`${where} shows something`, async () => page.$('h1'));
  // what drives the browser is not held by the page's Content-Security-Policy
  await page.evaluate(audit);
  const found = (await auditPage(page)).map((each) => ({ ...each, where }));
  if (found.length > 0) throw new Error(report(found));
  expect(await page.title(), 'a title that was looked up').toMatch(/^[^_]+$/);
}

describe('as it is built, with its head, can be used by everybody', () => {
  test('each page in a tab, and the popup', { tags: ['each-browser'] }, async ({ scene }) => {
    const [ada] = await scene.people(await scene.callServer(), { name: 'Ada' });
    if (!ada) throw new Error('One was asked for');
    for (const path of speaksBidi(ada.browser) ? PAGES : [...PAGES, ...OF_CHROMIUM]) {
      const page = await ada.openOwnPage(path);
      await expectUsable(path, page);
      await page.close();
    }
  });

  test("Firefox's call window in a call", { tags: ['firefox'] }, async ({ scene }) => {
    const { ada, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await connect(adas, bobs, 'Ada');
    await expectUsable('call.html', await ada.callWindow());
    await press(adas, 'Hang up');
    await waitForStatus(adas, 'Call ended.');
  });
});
