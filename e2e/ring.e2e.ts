import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, connect, expectConversation, expectSilence, promptFrom } from './rig/calls.ts';
import { demoChatUrl, enterDemoChat } from './rig/demo-chat.ts';
import { allByRole, byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';
import { VOICES } from './rig/voice.ts';

const PROMPT = ['alertdialog', 'Incoming audio call'] as const;
/** How long a ring outlives the last word of its caller; and for what the page shows of it. */
const LEASE_MS = 15_000;
const SHOWN_MS = 2_000;

describe('while it rings', () => {
  test(
    'both hear it; refused, both are silent within a second and the caller reads who refused',
    { tags: ['everywhere'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      await Promise.all([ada.sound.ear.waitUntilAudible(), bob.sound.ear.waitUntilAudible()]);
      const refusedMs = Date.now();
      await press(bobs, 'Refuse');
      await waitForStatus(adas, 'Bob refused.');
      await goneByRole(bobs, ...PROMPT);
      await expectSilence(refusedMs, ada, bob);
      await Promise.all([byRole(adas, 'button', 'Audio chat'), byRole(bobs, 'button', 'Audio chat')]);
    },
  );

  test(
    "the caller cancels, and it stops ringing at the other; where the caller's browser is killed, within the lease",
    { tags: ['long'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      await bob.sound.ear.waitUntilAudible();
      const cancelledMs = Date.now();
      await press(adas, 'Cancel call');
      await goneByRole(bobs, ...PROMPT);
      await expectSilence(cancelledMs, ada, bob);
      await byRole(adas, 'button', 'Audio chat');
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      await ada.kill();
      await goneByRole(bobs, ...PROMPT, LEASE_MS + SHOWN_MS);
      await bob.sound.ear.waitUntilSilent();
      await waitForStatus(bobs, 'You missed a call from Ada.');
    },
  );

  test('a double click rings once, and does not cancel', async ({ scene }) => {
    const { adas, bobs } = await adaAndBob(scene, { speaking: false });
    // Once there and back, so that Bob can be reached for certain.
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
    const button = await byRole(adas, 'button', 'Audio chat');
    await button.click({ count: 2 });
    await promptFrom(bobs, 'Ada');
    await waitForStatus(adas, 'Ringing…');
    expect(await allByRole(bobs, ...PROMPT)).toHaveLength(1);
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
    await goneByRole(bobs, ...PROMPT);
    await byRole(bobs, 'button', 'Audio chat');
  });

  test(
    "the other's browser is killed: the caller reads that nobody answered, and can call again",
    { tags: ['long'] },
    async ({ scene }) => {
      const { ada, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      await bob.kill();
      // The grace period of a lost socket, or the ring's deadline, comes first; both are the product's.
      await waitForStatus(adas, 'No answer.', 60_000);
      await byRole(adas, 'button', 'Audio chat');
      await ada.sound.ear.waitUntilSilent();
    },
  );

  test('two who call each other at the same time are in one call', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
    ada.sound.speak(VOICES.low);
    bob.sound.speak(VOICES.high);
    const buttons = await Promise.all([
      byRole(adas, 'button', 'Audio chat'),
      byRole(bobs, 'button', 'Audio chat'),
    ]);
    // a pointer that rests where a button has just changed clicks nothing
    await Promise.all([adas, bobs].map(async (page) => page.mouse.move(1, 1)));
    await Promise.all(buttons.map(async (button) => button.click()));
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await expectConversation(ada, bob);
    await press(adas, 'Hang up');
    await waitForStatus(bobs, 'Call ended.');
    expect(await allByRole(bobs, ...PROMPT)).toHaveLength(0);
    expect(await allByRole(adas, ...PROMPT)).toHaveLength(0);
  });

  test('somebody in a call is busy for a third, also for a server that knows of it from the two; nobody is disturbed', async ({
    scene,
  }) => {
    const { server, ada, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    const [cem] = await scene.people(server, { name: 'Cem' });
    ada.sound.speak(VOICES.low);
    bob.sound.speak(VOICES.high);
    await connect(adas, bobs, 'Ada');
    // Bob is in a second room too, with Cem.
    const bobsMilk = await bob.openPage(demoChatUrl(server, 'Bob', 'milk'));
    await byRole(bobsMilk, 'region', 'Audio call');
    const { page: cems } = await enterDemoChat(cem!, server, 'milk');
    await callFrom(cems, 'Bob is in another call.');
    expect(await allByRole(bobsMilk, ...PROMPT)).toHaveLength(0);
    await server.kill();
    await server.start();
    const { page: cemsTea, button } = await enterDemoChat(cem!, server);
    const besideIt = async () => button.evaluate((node) => node.parentElement?.textContent ?? '');
    await until('Cem reads that both are in a call', async () =>
      (await besideIt()).includes('Everybody here is in a call'),
    );
    await callFrom(cemsTea, 'Everybody here is in another call.');
    await expectConversation(ada, bob);
  });
});

describe('a room of three', () => {
  test('rings both others; the first to accept has the call, and the other reads that somebody answered', async ({
    scene,
  }) => {
    const { server, ada, bob, adas, bobs } = await adaAndBob(scene);
    const [cem] = await scene.people(server, { name: 'Cem' });
    const { page: cems } = await enterDemoChat(cem!, server);
    // all three know of each other once Cem's call is refused by both
    await callFrom(cems);
    await Promise.all([promptFrom(adas, 'Cem'), promptFrom(bobs, 'Cem')]);
    await press(adas, 'Refuse');
    await waitForStatus(cems, 'Ringing…');
    await press(bobs, 'Refuse');
    await waitForStatus(cems, 'refused.');
    await callFrom(adas);
    await Promise.all([promptFrom(bobs, 'Ada'), promptFrom(cems, 'Ada')]);
    await press(bobs, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(cems, 'Somebody else answered.')]);
    await goneByRole(cems, ...PROMPT);
    await expectConversation(ada, bob);
  });
});

describe('with nobody there', () => {
  test('the caller reads so, and the microphone stays closed', async ({ scene }) => {
    const server = await scene.callServer();
    const [ada] = await scene.people(server, { name: 'Ada' });
    const { page } = await enterDemoChat(ada!, server);
    await callFrom(page, 'Nobody else here uses Earshot on this call server.');
    // the media host is the only place that opens it, and none was made
    expect(await ada!.hasMediaHost()).toBe(false);
  });
});

describe('without a microphone', () => {
  test("a caller whose microphone is blocked reads it, and nobody's browser rings", async ({ scene }) => {
    const { adas, bobs } = await adaAndBob(scene, { speaking: false, ada: { microphone: 'denied' } });
    await press(adas, 'Audio chat');
    await waitForStatus(adas, 'microphone is blocked');
    expect(await allByRole(bobs, ...PROMPT)).toHaveLength(0);
    await byRole(adas, 'button', 'Audio chat');
  });

  test(
    'a callee whose microphone is blocked reads it, and so does the caller',
    { tags: ['each-browser'] },
    async ({ scene }) => {
      const { adas, bobs } = await adaAndBob(scene, { speaking: false, bob: { microphone: 'denied' } });
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      await press(bobs, 'Accept');
      await Promise.all([
        waitForStatus(adas, 'Bob’s microphone is blocked'),
        waitForStatus(bobs, 'Your microphone is blocked'),
      ]);
      await byRole(adas, 'button', 'Audio chat');
    },
  );

  test('who has none reads so: calling, nobody rings; called, the caller reads it too', async ({ scene }) => {
    const { bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await bob.sound.unplug();
    await callFrom(bobs, 'No microphone was found.');
    expect(await allByRole(adas, ...PROMPT)).toHaveLength(0);
    // a ring takes the notice away
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    await Promise.all([
      waitForStatus(adas, 'Bob has no microphone.'),
      waitForStatus(bobs, 'No microphone was found.'),
    ]);
  });
});
