import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import project from '../package.json' with { type: 'json' };
import { adaAndBobInCall } from './rig/ada-and-bob.ts';
import { callFrom, expectConversation, promptFrom } from './rig/calls.ts';
import { asChromium } from './rig/chromium.ts';
import { asFirefox } from './rig/firefox.ts';
import { writePackage } from './rig/firefox-package.ts';
import { installedVersion, offerUpdate } from './rig/firefox-update.ts';
import type { Person } from './rig/person.ts';
import { byRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

/** The note goes, and with it all that an update waits for: the popup may be gone before it knows that it was clicked. */
async function dismiss(person: Person): Promise<void> {
  const button = await byRole(await person.openPopup(), 'button', 'Dismiss');
  await button.click().catch(() => undefined);
}

const NEWER = '99.0.0';

describe('an update that comes in a call', () => {
  test('in Firefox is installed after it', { tags: ['firefox'] }, async ({ scene }) => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-update-'));
    scene.afterwards(async () => rm(folder, { recursive: true }));
    const xpi = join(folder, 'newer.xpi');
    await writePackage(inject('extensions').firefox, xpi, NEWER);
    const { ada, bob, adas, bobs } = await adaAndBobInCall(scene, { ada: { packaged: true } });
    await offerUpdate(asFirefox(ada), xpi);
    await expectConversation(ada, bob);
    expect(await installedVersion(asFirefox(ada))).toBe(project.version);
    await press(bobs, 'Hang up');
    await waitForStatus(adas, 'Call ended.');
    expect(await installedVersion(asFirefox(ada))).toBe(project.version);
    await dismiss(ada);
    await until('the newer version runs', async () => (await installedVersion(asFirefox(ada))) === NEWER);
    // the page was not reloaded for it, and calls can be made from it
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
  });

  test(
    'in Chromium is waited with until it is over, whatever becomes of the worker meanwhile',
    { tags: ['chromium'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBobInCall(scene);
      // loading an extension anew closes its own pages
      const options = await ada.openOwnPage('options.html');
      await adas.bringToFront();
      await ada.inBackground(`chrome.runtime.onUpdateAvailable.dispatch({ version: '${NEWER}' })`);
      await expectConversation(ada, bob);
      await asChromium(ada).killWorker();
      await press(bobs, 'Hang up');
      await waitForStatus(adas, 'Call ended.');
      expect(options.isClosed()).toBe(false);
      await dismiss(ada);
      await until('the extension is loaded anew', async () => Promise.resolve(options.isClosed()));
    },
  );
});
