import { describe, expect } from 'vitest';
import { callFrom, promptFrom } from './rig/calls.ts';
import { enterDemoChat } from './rig/demo-chat.ts';
import { press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { listenUdp } from './rig/udp-listener.ts';
import { until } from './rig/until.ts';

describe('before anybody accepts', () => {
  test('no packet leaves towards STUN, from either side; after it, packets do', async ({ scene }) => {
    const stun = await listenUdp();
    scene.afterwards(async () => stun.close());
    const server = await scene.callServer({ STUN_URLS: stun.url });
    const [ada, bob] = await scene.people(server, { name: 'Ada' }, { name: 'Bob' });
    const [{ page: adas }, { page: bobs }] = await Promise.all([
      enterDemoChat(ada!, server),
      enterDemoChat(bob!, server),
    ]);
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    // both media hosts are up and warmed: the one plays the ring, the other the ringback
    await Promise.all([ada!.sound.ear.waitUntilAudible(), bob!.sound.ear.waitUntilAudible()]);
    expect(stun.packets()).toBe(0);
    await press(bobs, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await until('packets reach the STUN server', async () => stun.packets() > 0);
    console.log(`${stun.packets()} packets after Accept, none before`);
  });
});
