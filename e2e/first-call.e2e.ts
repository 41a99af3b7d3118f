import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, connect, expectConversation, expectSilence, promptFrom } from './rig/calls.ts';
import { byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { VOICES } from './rig/voice.ts';

describe('two people on the demo chat', () => {
  // the short set has it off: noise suppression on a busy machine may leave too little of a voice made of beeps
  for (const { processing, tags } of [
    { processing: true, tags: [] },
    { processing: false, tags: ['everywhere'] },
  ]) {
    test(
      `one calls, the other accepts on the page, and each hears the other (sound processing: ${processing})`,
      { tags },
      async ({ scene }) => {
        const { ada, bob, adas, bobs } = await adaAndBob(scene, {
          ada: { soundProcessing: processing },
          bob: { soundProcessing: processing },
        });
        await callFrom(adas);
        await Promise.all([waitForStatus(adas, 'Ringing…'), promptFrom(bobs, 'Ada')]);
        await byRole(adas, 'button', 'Cancel call');
        const acceptedMs = Date.now();
        await press(bobs, 'Accept');
        await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
        await Promise.all([byRole(adas, 'region', 'Audio call'), byRole(bobs, 'region', 'Audio call')]);
        await goneByRole(bobs, 'alertdialog', 'Incoming audio call');
        await expectConversation(ada, bob, acceptedMs);
      },
    );
  }

  test('one accepts in the popup while another tab is in front', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    const elsewhere = await bob.openPage('about:blank');
    await callFrom(adas);
    await waitForStatus(adas, 'Ringing…');
    await elsewhere.bringToFront();
    const popup = await bob.openPopup();
    const acceptedMs = Date.now();
    await press(popup, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(popup, 'In call')]);
    await expectConversation(ada, bob, acceptedMs);
    // Chromium's accessibility tree of a hidden tab does not answer: back in front it says the same
    await bobs.bringToFront();
    await waitForStatus(bobs, 'In call');
  });

  test('the caller hangs up: both read it, and both loudspeakers are silent within a second', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await connect(adas, bobs, 'Ada');
    await expectConversation(ada, bob);
    const endedMs = Date.now();
    await press(adas, 'Hang up');
    await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    await expectSilence(endedMs, ada, bob);
    await Promise.all([byRole(adas, 'button', 'Audio chat'), byRole(bobs, 'button', 'Audio chat')]);
  });

  test('the one who was called hangs up, and then calls back', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await connect(adas, bobs, 'Ada');
    await expectConversation(ada, bob);
    await press(bobs, 'Hang up');
    await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    await connect(bobs, adas, 'Bob');
    await expectConversation(ada, bob);
  });

  test('a muted microphone is really silent, the other reads so, and unmuted it is heard again', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await connect(adas, bobs, 'Ada');
    await expectConversation(ada, bob);
    const mutedMs = Date.now();
    await press(adas, 'Mute');
    await byRole(adas, 'button', 'Muted. Unmute');
    await expectSilence(mutedMs, bob);
    expect(await bob.sound.ear.shareOfSound(2000)).toBe(0);
    expect(await ada.sound.ear.shareOf(VOICES.high)).toBeGreaterThan(0.08);
    await press(adas, 'Muted. Unmute');
    await expectConversation(ada, bob);
  });
});
