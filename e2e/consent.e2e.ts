import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, promptFrom } from './rig/calls.ts';
import { press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { listenUdp } from './rig/udp-listener.ts';
import { until } from './rig/until.ts';

describe('before anybody accepts', () => {
  test('no packet leaves towards STUN, from either side; after it, packets do', async ({ scene }) => {
    const stun = await listenUdp();
    scene.afterwards(async () => stun.close());
    const { ada, bob, adas, bobs } = await adaAndBob(scene, {
      speaking: false,
      env: { STUN_URLS: stun.url },
    });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    // both media hosts are up and warmed: the one plays the ring, the other the ringback
    await Promise.all([ada.sound.ear.waitUntilAudible(), bob.sound.ear.waitUntilAudible()]);
    expect(stun.packets()).toBe(0);
    await press(bobs, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await until('packets reach the STUN server', async () => stun.packets() > 0);
    console.log(`${stun.packets()} packets after Accept, none before`);
  });
});
