import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { encryptedWayTo } from './rig/another-way.ts';
import { connect, expectConversation } from './rig/calls.ts';
import { serveChatPage } from './rig/chat-page.ts';
import type { Person } from './rig/person.ts';
import { byRole, goneByRole, press, textOf, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { VOICES } from './rig/voice.ts';

test('a far call server that a page proposes is asked about where no page can reach it, then carries a call encrypted', async ({
  scene,
}) => {
  const usual = await scene.callServer();
  const proposed = await encryptedWayTo(scene, (await scene.callServer()).url);
  const [ada, bob] = await scene.people(
    usual,
    { name: 'Ada', anyCertificate: true },
    { name: 'Bob', anyCertificate: true },
  );
  if (!ada || !bob) throw new Error('Two were asked for');
  ada.sound.speak(VOICES.low);
  bob.sound.speak(VOICES.high);

  /** "Audio chat" leads to the question, which the person answers. */
  const answer = async (person: Person, page: Page, button: string) => {
    await press(page, 'Audio chat');
    const popup = await person.shownPopup();
    const card = await byRole(popup, 'region', `Use the call server ${proposed.host}?`);
    expect(await textOf(card)).toContain(`${new URL(page.url()).host} proposes it for its own chat.`);
    expect(await textOf(card)).not.toContain('Nothing on the way to it is encrypted');
    await press(popup, button);
    await goneByRole(popup, 'region', `Use the call server ${proposed.host}?`);
    await popup.close();
  };

  const declined = await serveChatPage(scene, { attributes: `data-earshot-server="${proposed.url}"` });
  const elsewhere = await ada.openPage(declined('Ada'));
  await answer(ada, elsewhere, 'Not now');
  await press(elsewhere, 'Audio chat');
  await waitForStatus(elsewhere, 'Nobody else here uses Earshot on this call server.');

  const chat = await serveChatPage(scene, {
    head: `<meta name="earshot-server" content="${proposed.url}">`,
  });
  const [adas, bobs] = [await ada.openPage(chat('Ada')), await bob.openPage(chat('Bob'))];
  await Promise.all([adas, bobs].map(async (page) => byRole(page, 'button', 'Audio chat')));
  expect(proposed.visits(), 'nothing is said to it before').toBe(0);
  await answer(ada, adas, 'Use it');
  await answer(bob, bobs, 'Use it');

  await connect(adas, bobs, 'Ada');
  await expectConversation(ada, bob);
  expect(proposed.visits()).toBeGreaterThan(0);
});
