import type { ElementHandle, KeyInput, Page } from 'puppeteer';
import { expect } from 'vitest';
import { REST_MS } from '../components/guard.ts';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, expectConversation, promptFrom } from './rig/calls.ts';
import { allByRole, byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
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

/** Presses a key, and holds it: the system repeats it, until `end`. */
async function hold(page: Page, key: KeyInput, end: () => Promise<void>): Promise<void> {
  const released = new AbortController();
  const repeats = (async () => {
    while (!released.signal.aborted) await page.keyboard.down(key);
  })();
  try {
    await end();
  } finally {
    released.abort();
    await repeats;
    await page.keyboard.up(key);
  }
}

/** Long enough for whatever has appeared to take clicks and keys. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2 * REST_MS));
}

async function focus(element: ElementHandle): Promise<void> {
  await element.evaluate((each) => (each as HTMLElement).focus());
}

test('a call by keyboard alone: made, accepted, muted, hung up', { tags: ['long'] }, async ({ scene }) => {
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
});

test(
  'a ring leaves the one who types alone, and a key that is held calls once and accepts nothing',
  { tags: ['each-browser'] },
  async ({ scene }) => {
    const { bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    // once there and back, so that Bob can be reached for certain
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');

    await bobs.bringToFront();
    const field = await byRole(bobs, 'textbox', 'Message');
    await field.type('one mo');
    await adas.bringToFront();
    await focus(await byRole(adas, 'button', 'Audio chat'));
    await rest();
    await hold(adas, 'Enter', async () => {
      await promptFrom(bobs, 'Ada');
      const [prompt] = await allByRole(bobs, 'alertdialog');
      await rest();
      expect(await prompt?.evaluate((each) => each.isConnected), 'the first call goes on').toBe(true);
    });
    await waitForStatus(adas, 'Ringing…');

    await bobs.keyboard.type('ment ');
    await hold(bobs, ' ', async () => {
      await focus(await byRole(bobs, 'button', 'Accept'));
      await rest();
    });
    expect(await field.evaluate((each) => (each as HTMLInputElement).value)).toMatch(/^one moment +$/);
    expect(await bob.notifications(), 'nor does a notification come where the page is looked at').toEqual([]);
    await waitForStatus(adas, 'Ringing…');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
  },
);
