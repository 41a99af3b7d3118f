import type { Page } from 'puppeteer';
import { describe, expect } from 'vitest';
import { anotherWayTo } from './rig/another-way.ts';
import { callFrom, promptFrom } from './rig/calls.ts';
import { enterDemoChat } from './rig/demo-chat.ts';
import type { Person } from './rig/person.ts';
import { byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

async function write(page: Page, field: string, text: string): Promise<void> {
  const input = await byRole(page, 'textbox', field);
  await input.click({ count: 3 });
  await input.type(text);
}

async function setServer(person: Person, url: string): Promise<Page> {
  const options = await person.openOwnPage('options.html');
  await write(options, 'Call server', url);
  await press(options, 'Save');
  return options;
}

describe('a call server that is not on this machine', () => {
  test('hears nothing before the person has agreed, where no page can reach; then it is used', async ({
    scene,
  }) => {
    const server = await scene.callServer();
    const elsewhere = await anotherWayTo(scene, server.url);
    const [ada, bob] = await scene.people(server, { name: 'Ada' }, { name: 'Bob' });
    if (!ada || !bob) throw new Error('Two were asked for');

    const options = await setServer(ada, elsewhere.url);
    await byRole(options, 'region', `Use the call server ${elsewhere.host}?`);
    await press(options, 'Not now');
    await options.close();

    const [{ page: adas }, { page: bobs }] = await Promise.all([
      enterDemoChat(ada, server),
      enterDemoChat(bob, server),
    ]);
    await press(adas, 'Audio chat');
    const popup = await ada.shownPopup();
    await byRole(popup, 'region', `Use the call server ${elsewhere.host}?`);
    expect(elsewhere.visits(), 'nothing is said to it before').toBe(0);
    await press(popup, 'Use it unencrypted');
    await goneByRole(popup, 'region', `Use the call server ${elsewhere.host}?`);

    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    expect(elsewhere.visits()).toBeGreaterThan(0);
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
  });

  test(
    'may be the one of a single site, whose people are called there and nowhere else',
    { tags: ['long'] },
    async ({ scene }) => {
      const usual = await scene.callServer();
      const ofSite = await scene.callServer();
      const elsewhere = await anotherWayTo(scene, ofSite.url);
      const [[ada], [bob]] = [
        await scene.people(usual, { name: 'Ada' }),
        await scene.people(ofSite, { name: 'Bob' }),
      ];
      if (!ada || !bob) throw new Error('Two were asked for');
      const chat = new URL(usual.url).host;

      const options = await ada.openOwnPage('options.html');
      await press(options, 'Choose one for a site');
      await write(options, 'Site', 'not an address');
      await write(options, 'Call server of this site', elsewhere.url);
      await press(options, 'Add');
      await until('it says what an address looks like', async () =>
        options.evaluate(() => document.body.textContent.includes('Enter the address of the chat')),
      );
      await write(options, 'Site', chat);
      await press(options, 'Add');
      await byRole(options, 'region', `Use the call server ${elsewhere.host}?`);
      expect(elsewhere.visits(), 'nothing is said to it before').toBe(0);
      await press(options, 'Use it unencrypted');
      await byRole(options, 'textbox', `Access key of ${elsewhere.host}`);
      await options.close();

      const [{ page: adas }, { page: bobs }] = [
        await enterDemoChat(ada, usual),
        await enterDemoChat(bob, usual),
      ];
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      expect(elsewhere.visits()).toBeGreaterThan(0);
      await press(bobs, 'Refuse');
      await waitForStatus(adas, 'Bob refused.');

      const again = await ada.openOwnPage('options.html');
      await press(again, `Remove the call server of ${chat}`);
      await goneByRole(again, 'button', `Remove the call server of ${chat}`);
      await again.close();
      await press(adas, 'Audio chat');
      await waitForStatus(adas, 'Nobody else here uses Earshot on this call server.');
    },
  );
});
