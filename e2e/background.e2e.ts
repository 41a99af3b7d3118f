import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, connect, expectConversation, promptFrom } from './rig/calls.ts';
import { asChromium } from './rig/chromium.ts';
import { aim, byRole, goneByRole, press, statuses, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';

describe('a service worker that dies', { tags: ['chromium'] }, () => {
  test(
    'in a call costs no sound, and the next one mutes and hangs up',
    { tags: ['long'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene);
      await connect(adas, bobs, 'Ada');
      await expectConversation(ada, bob);
      await Promise.all([asChromium(ada).killWorker(), asChromium(bob).killWorker()]);
      await expectConversation(ada, bob);
      await press(adas, 'Mute');
      await byRole(adas, 'button', 'Muted. Unmute');
      await press(adas, 'Muted. Unmute');
      await press(bobs, 'Hang up');
      await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    },
  );

  test('while it rings leaves the ring where it was', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await asChromium(bob).killWorker();
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await expectConversation(ada, bob);
  });
});

describe('a call server that is gone', () => {
  test(
    'costs neither a ring nor a running call anything, and hang-up still reaches the other',
    { tags: ['each-browser'] },
    async ({ scene }) => {
      const { server, ada, bob, adas, bobs } = await adaAndBob(scene);
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      await server.kill();
      await server.start();
      await press(bobs, 'Accept');
      await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
      await server.kill();
      await expectConversation(ada, bob);
      await press(adas, 'Hang up');
      await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    },
  );

  test('is said where the person looks, and when it is back they can be called without doing anything', async ({
    scene,
  }) => {
    const { server, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
    await server.kill();
    await press(adas, 'Audio chat');
    await waitForStatus(adas, 'The call server does not answer.', 20_000);
    await server.start();
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
  });
});

describe('an outcome that both sides share', () => {
  test('cancel and accept at the same moment lead to one of the two, on both sides', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    const [cancel, accept] = await Promise.all([aim(adas, 'Cancel call'), aim(bobs, 'Accept')]);
    await Promise.all([cancel(), accept()]);
    // whoever was first: nobody is left ringing or in a call alone
    await Promise.all([byRole(adas, 'button', 'Audio chat'), byRole(bobs, 'button', 'Audio chat')]);
    await goneByRole(bobs, 'alertdialog', 'Incoming audio call');
    await Promise.all([goneByRole(adas, 'region', 'Audio call'), goneByRole(bobs, 'region', 'Audio call')]);
    const said = [await statuses(adas), await statuses(bobs)].map(([first]) => first);
    console.log(`Ada reads "${said[0]}" and Bob "${said[1]}"`);
    expect([
      ['Call cancelled.', 'You missed a call from Ada.'],
      ['Call cancelled.', 'The call is over already.'],
      ['Call ended.', 'Call ended.'],
    ]).toContainEqual(said);
    for (const person of [ada, bob]) await person.sound.ear.waitUntilSilent();
  });
});
