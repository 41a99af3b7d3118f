import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { expectConversation, promptFrom } from './rig/calls.ts';
import { allByRole, byRole, goneByRole, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

/** More than there is to go through on the page. */
const TABS = 40;

async function hasFocus(page: Page, name: string): Promise<boolean> {
  const [button] = await allByRole(page, 'button', name);
  return (
    button !== undefined &&
    button.evaluate((node) => (node.getRootNode() as Document | ShadowRoot).activeElement === node)
  );
}

/** Goes to that button as one does without a mouse, and presses it. */
async function tabToAndPress(page: Page, name: string): Promise<void> {
  await byRole(page, 'button', name);
  for (let tabs = 0; tabs < TABS; tabs += 1) {
    if (await hasFocus(page, name)) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`${TABS} times Tab do not lead to "${name}"`);
}

/** Again where it was too soon: the other is not there yet, or the buttons have just moved and take no key for a moment. */
async function pressUntil(page: Page, name: string, done: () => Promise<unknown>): Promise<void> {
  await until(`"${name}" does it`, async () => {
    await tabToAndPress(page, name);
    return done().then(
      () => true,
      () => false,
    );
  });
}

test(
  'a call by keyboard alone: made, accepted, muted, hung up',
  { tags: ['each-browser'] },
  async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await byRole(bobs, 'button', 'Audio chat');
    await (await byRole(bobs, 'textbox', 'Message')).focus();
    await pressUntil(adas, 'Audio chat', async () => waitForStatus(adas, 'Ringing…', 2_000));
    await promptFrom(bobs, 'Ada');
    expect(await hasFocus(bobs, 'Accept'), 'Accept takes no focus by itself').toBe(false);
    await pressUntil(bobs, 'Accept', async () => goneByRole(bobs, 'button', 'Accept', 2_000));
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await expectConversation(ada, bob);

    // Firefox's call window has taken the keyboard
    await adas.bringToFront();
    await pressUntil(adas, 'Mute', async () => byRole(adas, 'button', 'Muted. Unmute', 2_000));
    await pressUntil(adas, 'Hang up', async () => waitForStatus(adas, 'Call ended.', 2_000));
    await waitForStatus(bobs, 'Call ended.');
    // the last thing on the way to bar and prompt, which are gone
    expect(await hasFocus(adas, 'Send'), 'the focus is back where it was before the bar').toBe(true);
    expect(await hasFocus(bobs, 'Send'), 'the focus is back where it was before the prompt').toBe(true);
  },
);
