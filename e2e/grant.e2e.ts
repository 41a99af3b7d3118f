import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, connect, expectConversation, promptFrom } from './rig/calls.ts';
import { allByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';
import type { Person } from './rig/person.ts';

const PROMPT = ['alertdialog', 'Incoming audio call'] as const;

// Chrome asks in a small window: Firefox's call window has tests of its own (call-window.e2e.ts). Nobody can answer
// Chrome's own question from outside, so what the person answers is set as the browser keeps it.
const tags = ['chromium'];

const ownPage = async (person: Person, name: string) =>
  until(`${name} is there`, async () => {
    const pages = await person.browser.pages();
    return pages.find((page) => page.url().endsWith(`/${name}`));
  });
const grantWindow = async (person: Person) => ownPage(person, 'grant.html');

describe("Chrome's question for the microphone", { tags }, () => {
  test('comes in a small window, nobody is rung meanwhile; answered, the call goes on, and the window goes with it', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { ada: { microphone: 'prompt' } });
    await callFrom(adas, 'Your browser asks for the microphone in Earshot’s window.');
    const window = await grantWindow(ada);
    expect(await allByRole(bobs, ...PROMPT)).toHaveLength(0);
    await ada.allowMicrophone('granted');
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await expectConversation(ada, bob);
    // what is allowed for this time only ends with it
    expect(window.isClosed()).toBe(false);
    await press(adas, 'Hang up');
    await until('the window is gone', async () => window.isClosed());
  });

  test('at the one who accepts: the other reads that they are answering', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { bob: { microphone: 'prompt' } });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    await grantWindow(bob);
    await waitForStatus(adas, 'Bob is answering…');
    await bob.allowMicrophone('granted');
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await expectConversation(ada, bob);
  });

  test('whose window is closed ends the attempt with what to do; cancelled, the window goes', async ({
    scene,
  }) => {
    const { ada, adas } = await adaAndBob(scene, { speaking: false, ada: { microphone: 'prompt' } });
    await callFrom(adas, 'Your browser asks for the microphone');
    await (await grantWindow(ada)).close();
    await waitForStatus(adas, 'Earshot may not use your microphone yet. Allow it, then call again.');
    await callFrom(adas, 'Your browser asks for the microphone');
    const window = await grantWindow(ada);
    await press(adas, 'Cancel call');
    await waitForStatus(adas, 'Call cancelled.');
    await until('the window is gone', async () => window.isClosed());
  });
});

describe('a microphone that was allowed for this time only', { tags }, () => {
  test('and is taken back in the midst of a call does not end it: one reads what to do, and is heard again', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await connect(adas, bobs, 'Ada');
    await expectConversation(ada, bob);
    await ada.allowMicrophone('prompt');
    await waitForStatus(adas, 'Your microphone was allowed for that time only. Allow it again.');
    await waitForStatus(bobs, 'Ada has no microphone now. They see it too.');
    await press(adas, 'Allow the microphone');
    await ownPage(ada, 'welcome.html');
    await ada.allowMicrophone('granted');
    await expectConversation(ada, bob);
    await adas.bringToFront();
    await waitForStatus(adas, 'The call goes on');
  });
});

describe('a microphone that is blocked', { tags }, () => {
  test('has a way out, to the settings of the browser; allowed for one time only, the welcome page says so later', async ({
    scene,
  }) => {
    const { ada, adas } = await adaAndBob(scene, { speaking: false, ada: { microphone: 'denied' } });
    await callFrom(adas, 'Your microphone is blocked for Earshot.');
    await press(adas, 'Allow the microphone');
    const welcome = await ownPage(ada, 'welcome.html');
    await waitForStatus(welcome, 'Blocked.');
    await press(welcome, 'Open its settings');
    const settings = `chrome://settings/content/siteDetails?site=${encodeURIComponent(`${ada.origin}/`)}`;
    await until('its settings are open', () => ada.browser.targets().some((each) => each.url() === settings));

    await ada.allowMicrophone('granted');
    await welcome.bringToFront();
    await waitForStatus(welcome, 'Allowed.');
    await press(welcome, 'Try it');
    await waitForStatus(welcome, 'On now for this test');
    await welcome.close();
    await ada.allowMicrophone('prompt');
    await waitForStatus(await ada.openOwnPage('welcome.html'), 'It was allowed for that time only.');
  });
});
