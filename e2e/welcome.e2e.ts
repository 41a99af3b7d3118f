import type { Page } from 'puppeteer';
import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';
import { VOICES } from './rig/voice.ts';

/** How far the bar of the level goes, in percent. */
async function level(page: Page): Promise<number> {
  return page.$eval('[role=meter]', (meter) => Number(meter.getAttribute('aria-valuenow')));
}

describe('the welcome page', () => {
  test('shows how loud one is, whether the call server answers, lets one hear oneself without it too, and asks for the icon to be pinned', async ({
    scene,
  }) => {
    const { ada, server } = await adaAndBob(scene, { speaking: false });
    const page = await ada.openOwnPage('welcome.html');
    await waitForStatus(page, `${new URL(server.url).host} answers.`);
    await waitForStatus(page, 'Allowed. It is closed now');
    await press(page, 'Try it');
    await waitForStatus(page, 'On now for this test');
    await until('the bar lies still', async () => (await level(page)) === 0);
    ada.sound.speak(VOICES.low);
    await until('the bar moves', async () => (await level(page)) > 20);

    expect(await ada.sound.ear.shareOf(VOICES.low), 'nothing is played before it is asked for').toBeLessThan(
      0.02,
    );
    // it needs no server
    await server.kill();
    await waitForStatus(page, `${new URL(server.url).host} does not answer.`);
    const sinceMs = Date.now();
    await press(page, 'Hear yourself');
    await ada.sound.ear.waitUntilHears(VOICES.low, { sinceMs, deadlineMs: 15_000 });
    await press(page, 'Stop');
    await ada.sound.ear.waitUntilSilent();

    await press(page, 'Turn it off');
    await byRole(page, 'button', 'Try it');
    expect(await page.$('[role=meter]')).toBeNull();

    await ada.pin(false);
    await byRole(page, 'heading', 'Pin Earshot');
    await ada.pin(true);
    await goneByRole(page, 'heading', 'Pin Earshot');
  });
});
