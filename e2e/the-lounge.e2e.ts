import { afterAll, beforeAll, describe, expect } from 'vitest';
import { callFrom, connect, expectConversation, expectSilence, promptFrom } from './rig/calls.ts';
import { allByRole, byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import type { Scene } from './rig/scene.ts';
import { VOICES } from './rig/voice.ts';
import { connectTheLounge, enterTheLounge, openQuery, startTheLounge, switchTo } from './sites/the-lounge.ts';
import type { TheLounge } from './sites/the-lounge.ts';

/** A real chat app that knows nothing of Earshot, with a strict Content-Security-Policy, on a real IRC server. */
describe('two people on The Lounge', () => {
  let lounge: TheLounge;
  beforeAll(async () => {
    lounge = await startTheLounge();
  });
  afterAll(async () => lounge?.stop());

  async function adaAndBob(scene: Scene) {
    const server = await scene.callServer();
    const [ada, bob] = await scene.people(server, { name: 'Ada' }, { name: 'Bob' });
    ada!.sound.speak(VOICES.low);
    bob!.sound.speak(VOICES.high);
    const [{ page: adas }, { page: bobs }] = await Promise.all([
      enterTheLounge(ada!, lounge),
      enterTheLounge(bob!, lounge),
    ]);
    return { ada: ada!, bob: bob!, adas, bobs };
  }

  test('call in a channel, hear each other, and hang up', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await connect(adas, bobs, 'Ada');
    await expectConversation(ada, bob);
    await ada.picture(adas, 'the-lounge-call');
    const endedMs = Date.now();
    await press(bobs, 'Hang up');
    await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    await expectSilence(endedMs, ada, bob);
  });

  test(
    'keep one button through settings and other channels, and call in a direct chat',
    { tags: ['long'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene);
      await Promise.all([openQuery(adas, 'Bob'), openQuery(bobs, 'Ada')]);
      await connect(adas, bobs, 'Ada');
      await expectConversation(ada, bob);
      // in the channel the bar says that there is a call, and not with whom
      await switchTo(adas, '#tea');
      expect(await allByRole(adas, 'button', 'Audio chat')).toHaveLength(1);
      await byRole(adas, 'region', 'Audio call');
      await press(adas, 'Hang up');
      await waitForStatus(bobs, 'Call ended.');
      await goneByRole(adas, 'region', 'Audio call');
    },
  );

  test(
    'are still in their call after a reload that leaves the channel',
    { tags: ['long'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene);
      await connect(adas, bobs, 'Ada');
      await expectConversation(ada, bob);
      // in public mode a reload asks first, and ends at the connect form
      adas.on('dialog', (dialog) => void dialog.accept());
      await adas.goto(lounge.url('Ada'));
      await adas.reload();
      await expectConversation(ada, bob);
      await connectTheLounge(adas);
      await byRole(adas, 'region', 'Audio call');
      await press(adas, 'Hang up');
      await waitForStatus(bobs, 'Call ended.');
    },
  );

  test('refuse', async ({ scene }) => {
    const { adas, bobs } = await adaAndBob(scene);
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
  });
});
