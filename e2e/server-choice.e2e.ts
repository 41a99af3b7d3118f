import type { Page } from 'puppeteer';
import { describe, expect } from 'vitest';
import { anotherWayTo } from './rig/another-way.ts';
import { callFrom, promptFrom } from './rig/calls.ts';
import { enterDemoChat } from './rig/demo-chat.ts';
import type { Person } from './rig/person.ts';
import { byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';

async function setServer(person: Person, url: string): Promise<Page> {
  const options = await person.openOwnPage('options.html');
  const field = await byRole(options, 'textbox', 'Call server');
  await field.click({ count: 3 });
  await field.type(url);
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
});
