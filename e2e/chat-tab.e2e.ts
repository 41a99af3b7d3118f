import { describe } from 'vitest';
import { adaAndBobInCall } from './rig/ada-and-bob.ts';
import { expectConversation, expectSilence } from './rig/calls.ts';
import { demoChatUrl } from './rig/demo-chat.ts';
import { byRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';

describe('the call goes on when the chat tab', { tags: ['long'] }, () => {
  test('is reloaded, and the bar is back on the page', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    await Promise.all([adas.reload(), bobs.reload()]);
    await Promise.all([
      byRole(adas, 'region', 'Audio call'),
      byRole(bobs, 'region', 'Audio call'),
      waitForStatus(adas, 'In call'),
    ]);
    await expectConversation(ada, bob);
    const endedMs = Date.now();
    await press(bobs, 'Hang up');
    await waitForStatus(adas, 'Call ended.');
    await expectSilence(endedMs, ada, bob);
  });

  test('goes to another room and to another site, and the popup still hangs up', async ({ scene }) => {
    const { server, ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    await adas.goto(demoChatUrl(server, 'Ada', 'milk'));
    await expectConversation(ada, bob);
    await adas.goto('about:blank');
    await expectConversation(ada, bob);
    const popup = await ada.openPopup();
    const endedMs = Date.now();
    await press(popup, 'Hang up');
    await waitForStatus(bobs, 'Call ended.');
    await expectSilence(endedMs, ada, bob);
  });

  test('is closed, on both sides', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    await ada.openPage('about:blank');
    await bob.openPage('about:blank');
    await Promise.all([adas.close(), bobs.close()]);
    await expectConversation(ada, bob);
    const popup = await bob.openPopup();
    const endedMs = Date.now();
    await press(popup, 'Hang up');
    await expectSilence(endedMs, ada, bob);
  });
});
