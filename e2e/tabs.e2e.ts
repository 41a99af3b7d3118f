import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, expectConversation, promptFrom } from './rig/calls.ts';
import { demoChatUrl } from './rig/demo-chat.ts';
import type { Person } from './rig/person.ts';
import { allByRole, byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

const PROMPT = ['alertdialog', 'Incoming audio call'] as const;

/** The id of the one that is shown, or will be. */
async function notificationOf(person: Person): Promise<string> {
  return until('a notification is shown', async () => (await person.notifications())[0]);
}

describe('a chat tab', () => {
  test('that is opened while it rings shows the prompt too, and an answer in one tab ends it in the other', async ({
    scene,
  }) => {
    const { server, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    const late = await bob.openPage(demoChatUrl(server, 'Bob', 'tea'));
    await promptFrom(late, 'Ada');
    await press(late, 'Refuse');
    await bobs.bringToFront();
    await goneByRole(bobs, ...PROMPT);
    await waitForStatus(adas, 'Bob refused.');
  });

  test('under another name in the same profile reads that one profile is one person', async ({ scene }) => {
    const { server, ada } = await adaAndBob(scene, { speaking: false });
    const second = await ada.openPage(demoChatUrl(server, 'Eve', 'tea'));
    const button = await byRole(second, 'button', 'Audio chat');
    await until('the button is off', async () => button.evaluate((each) => each.ariaDisabled === 'true'));
    const said = await button.evaluate((each) => (each.getRootNode() as ShadowRoot).textContent);
    expect(said).toContain('This browser profile is Ada here already, and one profile is one person.');
  });

  test('that switches rooms without a reload calls the people of the room it shows', async ({ scene }) => {
    const { server, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await bob.openPage(demoChatUrl(server, 'Bob', 'milk'));
    await bobs.close();
    await press(adas, 'Leave');
    await goneByRole(adas, 'button', 'Audio chat');
    await (await byRole(adas, 'textbox', 'Your name')).type('Ada');
    await (await byRole(adas, 'textbox', 'Room')).type('milk');
    await press(adas, 'Join');
    await callFrom(adas);
    const bobsMilk = (await bob.browser.pages()).find((page) => page.url().includes('milk'));
    await promptFrom(bobsMilk!, 'Ada');
    expect(await bobsMilk!.$$('earshot-control')).toHaveLength(1);
    await press(adas, 'Cancel call');
    await goneByRole(bobsMilk!, ...PROMPT);
  });

  test('that was open when the extension is loaded anew has one working button', async ({ scene }) => {
    const { adas, bob, bobs } = await adaAndBob(scene, { speaking: false });
    await byRole(bobs, 'button', 'Audio chat');
    const orphan = await bobs.$('earshot-control');
    await bob.updateExtension();
    await until('the orphan took its button away', async () => orphan?.evaluate((each) => !each.isConnected));
    await until(
      'one new button is there',
      async () => (await allByRole(bobs, 'button', 'Audio chat')).length === 1,
    );
    await callFrom(bobs);
    await promptFrom(adas, 'Bob');
    expect(await bobs.$$('earshot-control')).toHaveLength(1);
    expect(await bobs.$$('earshot-overlay')).toHaveLength(1);
    await press(adas, 'Refuse');
    await waitForStatus(bobs, 'Ada refused.');
  });

  test(
    'that nobody looks at is made up for by a notification, whose click shows the prompt and accepts nothing',
    { tags: ['each-browser'] },
    async ({ scene }) => {
      const { bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
      await byRole(bobs, 'button', 'Audio chat');
      await bob.openPage('about:blank');
      await callFrom(adas);
      const id = await notificationOf(bob);
      expect(await bob.badge()).toBe('!');
      expect(await bobs.title()).toMatch(/^☎ /);
      await bobs.evaluate(() => (document.title = '(1) tea'));
      await until("the page's new title is marked", async () => (await bobs.title()) === '☎ (1) tea');
      await bob.clickNotification(id);
      const popup = await bob.shownPopup();
      await promptFrom(popup, 'Ada');
      await waitForStatus(adas, 'Ringing…');
      await press(popup, 'Refuse');
      await waitForStatus(adas, 'Bob refused.');
      expect(await bob.notifications()).toEqual([]);
      expect(await bob.badge()).toBe('');
      expect(await bobs.title()).toBe('(1) tea');
    },
  );

  test(
    'has buttons in its notification in Chromium, and one of them accepts',
    { tags: ['chromium'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene);
      await byRole(bobs, 'button', 'Audio chat');
      await bob.openPage('about:blank');
      await callFrom(adas);
      const id = await notificationOf(bob);
      await bob.clickNotification(id, 0);
      await waitForStatus(adas, 'In call');
      await expectConversation(ada, bob);
      await press(adas, 'Hang up');
    },
  );

  test('is not needed: the small window in place of the popup accepts and hangs up', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    const own = `${bob.origin}/popup.html`;
    await bob.inBackground(`chrome.windows.create({ url: '${own}', type: 'popup', width: 360 })`);
    const panel = await bob.shownPopup();
    await bobs.close();
    await callFrom(adas);
    await promptFrom(panel, 'Ada');
    await press(panel, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(panel, 'In call')]);
    await expectConversation(ada, bob);
    await press(panel, 'Hang up');
    await waitForStatus(adas, 'Call ended.');
  });
});
