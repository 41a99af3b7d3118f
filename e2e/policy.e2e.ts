import { expect } from 'vitest';
import { anotherWayTo } from './rig/another-way.ts';
import { callFrom, promptFrom } from './rig/calls.ts';
import { enterDemoChat } from './rig/demo-chat.ts';
import { allByRole, byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

test(
  'a browser that is managed uses what is settled, asks nothing, and shows that it cannot be changed',
  { tags: ['each-browser'] },
  async ({ scene }) => {
    const server = await scene.callServer({ ACCESS_KEY: 'sesame', OPEN: '0' });
    const ofSite = await anotherWayTo(scene, server.url);
    const policy = {
      server: { url: server.url, accessKey: 'sesame' },
      siteServers: { [new URL(server.url).host]: { url: ofSite.url, accessKey: 'sesame' } },
      soundProcessing: false,
    };
    const [ada, bob] = await scene.people(server, { name: 'Ada', policy }, { name: 'Bob', policy });
    if (!ada || !bob) throw new Error('Two were asked for');
    const [{ page: adas }, { page: bobs }] = await Promise.all([
      enterDemoChat(ada, server),
      enterDemoChat(bob, server),
    ]);
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
    expect(ofSite.visits(), 'by the call server of this site').toBeGreaterThan(0);

    const options = await ada.openOwnPage('options.html');
    const field = await byRole(options, 'textbox', 'Call server');
    expect(await field.evaluate((each) => (each as HTMLInputElement).readOnly)).toBe(true);
    expect(await field.evaluate((each) => (each as HTMLInputElement).value)).toBe(server.url);
    expect(await allByRole(options, 'textbox', 'Access key')).toEqual([]);
    const processing = await byRole(options, 'checkbox', 'Sound processing');
    expect(await processing.evaluate((each) => (each as HTMLInputElement).disabled)).toBe(true);
    await until('the server is seen to be there', async () =>
      options.evaluate(() => document.body.textContent.includes('Connected.')),
    );
    expect(await options.evaluate(() => document.body.textContent)).not.toContain('sesame');
  },
);

test(
  'a site that a policy does not name is not for Earshot',
  { tags: ['each-browser'] },
  async ({ scene }) => {
    const server = await scene.callServer();
    const [ada] = await scene.people(server, { name: 'Ada', policy: { sites: ['chat.example.org'] } });
    if (!ada) throw new Error('One was asked for');
    const page = await ada.openPage(`${server.url}/demo/?name=Ada&room=tea`);
    const popup = await ada.openPopup();
    const host = new URL(server.url).host;
    await until('the popup says so', async () =>
      popup.evaluate(
        (site) =>
          document.body.textContent.includes(site) &&
          document.body.textContent.includes('does not let Earshot'),
        host,
      ),
    );
    await goneByRole(page, 'button', 'Audio chat');
  },
);
