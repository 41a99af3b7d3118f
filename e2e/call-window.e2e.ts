import { describe, expect } from 'vitest';
import { adaAndBob, adaAndBobInCall } from './rig/ada-and-bob.ts';
import { callFrom, connect, expectConversation, expectSilence, promptFrom } from './rig/calls.ts';
import { asFirefox } from './rig/firefox.ts';
import {
  answerLeaving,
  answerQuestion,
  closeCallWindow,
  microphoneQuestion,
  setCallWindow,
  takeMicrophoneBack,
} from './rig/firefox-window.ts';
import { allByRole, byRole, goneByRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';
import { VOICES } from './rig/voice.ts';

const PROMPT = ['alertdialog', 'Incoming audio call'] as const;
const tags = ['firefox'];
/** What the person is to hear of the other, at the least: the share of 20 ms windows. */
const HEARD = 0.08;

describe("Firefox's call window", { tags }, () => {
  test('opens on Call and on Accept, not while it rings; says who, where and how it stands; cancels', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { speaking: false });
    await callFrom(adas);
    const adasWindow = await ada.callWindow();
    await waitForStatus(adasWindow, 'Ringing…');
    await promptFrom(bobs, 'Ada');
    expect(await bob.hasMediaHost()).toBe(false);
    await press(adasWindow, 'Cancel call');
    await goneByRole(bobs, ...PROMPT);
    await until('the window is gone', async () => !(await ada.hasMediaHost()));
    await waitForStatus(adas, 'Call cancelled.');
  });

  test('mutes, and hangs up; the other reads it, and both windows close by themselves', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    const [adasWindow, bobsWindow] = [await ada.callWindow(), await bob.callWindow()];
    const said = await bobsWindow.evaluate(() => document.body.textContent);
    expect(said).toContain('Ada');
    expect(said).toMatch(/\d:\d\d/);
    await press(adasWindow, 'Mute');
    await byRole(adas, 'button', 'Muted. Unmute');
    await until('Bob reads that Ada is muted', async () =>
      bobsWindow.evaluate(() => (document.body.textContent ?? '').includes('is muted')),
    );
    const endedMs = Date.now();
    await press(bobsWindow, 'Hang up');
    await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    await expectSilence(endedMs, ada, bob);
    await until(
      'both windows are gone',
      async () => !(await ada.hasMediaHost()) && !(await bob.hasMediaHost()),
    );
  });

  test('closed by the person hangs up, and the other side reads it at once, also without the call server', async ({
    scene,
  }) => {
    const { server, ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    const endedMs = Date.now();
    await closeCallWindow(asFirefox(ada));
    await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    await expectSilence(endedMs, ada, bob);
    await connect(bobs, adas, 'Bob');
    await server.kill();
    const closedMs = Date.now();
    await closeCallWindow(asFirefox(bob));
    await Promise.all([waitForStatus(adas, 'Call ended.'), waitForStatus(bobs, 'Call ended.')]);
    await expectSilence(closedMs, ada, bob);
  });

  test('asks before it closes where the person has clicked in it; "stay" keeps the call', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    const window = await ada.callWindow();
    await press(window, 'Mute');
    await press(adas, 'Muted. Unmute');
    await closeCallWindow(asFirefox(ada));
    await answerLeaving(asFirefox(ada), 'stay');
    await expectConversation(ada, bob);
    await closeCallWindow(asFirefox(ada));
    await answerLeaving(asFirefox(ada), 'leave');
    await waitForStatus(bobs, 'Call ended.');
  });

  test('minimised at one and behind another window at the other, for a minute, goes on sending and playing', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBobInCall(scene);
    await setCallWindow(asFirefox(ada), 'minimised');
    await setCallWindow(asFirefox(bob), 'behind');
    const window = await ada.callWindow();
    expect(await window.evaluate(() => document.visibilityState)).toBe('hidden');
    const shares: number[] = [];
    for (const untilMs = Date.now() + 60_000; Date.now() < untilMs;) {
      // each listens for 3 s
      shares.push(
        ...(await Promise.all([ada.sound.ear.shareOf(VOICES.high), bob.sound.ear.shareOf(VOICES.low)])),
      );
    }
    console.log(`heard in ${shares.map((share) => `${Math.round(share * 100)} %`).join(', ')} of windows`);
    expect(Math.min(...shares)).toBeGreaterThan(HEARD);
    await press(bobs, 'Hang up');
    await waitForStatus(adas, 'Call ended.');
  }, 150_000);
});

describe("Firefox's question for the microphone", { tags }, () => {
  const asked = { ada: { microphone: 'prompt' }, speaking: false } as const;

  test('comes in the call window, the page says so, and allowed for good it does not come again', async ({
    scene,
  }) => {
    const { ada, adas, bobs } = await adaAndBob(scene, asked);
    await callFrom(adas, 'Your browser asks for the microphone');
    const question = await microphoneQuestion(asFirefox(ada));
    expect(question.remember).toBe(true);
    expect(await allByRole(bobs, ...PROMPT)).toHaveLength(0);
    await waitForStatus(await ada.callWindow(), 'Choose “Allow”');
    await answerQuestion(asFirefox(ada), 'allow', question);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Refuse');
    await waitForStatus(adas, 'Bob refused.');
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
  });

  test('comes on the welcome page too, for a test of the microphone, and then not in a call', async ({
    scene,
  }) => {
    const { ada, adas } = await adaAndBob(scene, asked);
    const welcome = await ada.openOwnPage('welcome.html');
    await press(welcome, 'Allow the microphone');
    await waitForStatus(welcome, 'Answer your browser’s question');
    const question = await microphoneQuestion(asFirefox(ada), 'welcome.html');
    await answerQuestion(asFirefox(ada), 'allow', question, 'welcome.html');
    await waitForStatus(welcome, 'On now for this test');
    await press(welcome, 'Turn it off');
    await waitForStatus(welcome, 'Allowed. It is closed now');
    await callFrom(adas);
  });

  test('left open, and the window minimised, does not hold anybody: Cancel works, and nobody was rung', async ({
    scene,
  }) => {
    const { ada, adas, bobs } = await adaAndBob(scene, asked);
    await callFrom(adas, 'Your browser asks for the microphone');
    await microphoneQuestion(asFirefox(ada));
    await setCallWindow(asFirefox(ada), 'minimised');
    await waitForStatus(adas, 'The microphone opens when you go to Earshot’s call window.');
    await press(adas, 'Cancel call');
    await waitForStatus(adas, 'Call cancelled.');
    await until('the window is gone', async () => !(await ada.hasMediaHost()));
    expect(await allByRole(bobs, ...PROMPT)).toHaveLength(0);
  });

  test('answered with "Block" for once is asked again at the next call; for good, it is not', async ({
    scene,
  }) => {
    const { ada, adas } = await adaAndBob(scene, asked);
    await callFrom(adas, 'Your browser asks for the microphone');
    await answerQuestion(asFirefox(ada), 'block', { remember: false });
    await waitForStatus(adas, 'Earshot may not use your microphone yet.');
    await waitForStatus(await ada.callWindow(), 'Earshot may not use your microphone yet.');
    await callFrom(adas, 'Your browser asks for the microphone');
    await answerQuestion(asFirefox(ada), 'block', { remember: true });
    await waitForStatus(adas, 'Your microphone is blocked for Earshot.');
    await callFrom(adas, 'Your microphone is blocked for Earshot.');
  });

  test('cannot be seen in a minimised window: page and popup say so, and "Show it" leads there', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { bob: { microphone: 'prompt' } });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    const question = await microphoneQuestion(asFirefox(bob));
    await setCallWindow(asFirefox(bob), 'minimised');
    await waitForStatus(bobs, 'The microphone opens when you go to Earshot’s call window.');
    await waitForStatus(adas, 'Bob is answering…');
    await press(bobs, 'Show it');
    await waitForStatus(bobs, 'Your browser asks for the microphone');
    await answerQuestion(asFirefox(bob), 'allow', question);
    await Promise.all([waitForStatus(adas, 'In call'), waitForStatus(bobs, 'In call')]);
    await expectConversation(ada, bob);
  });

  test('opens no microphone for a call that was cancelled while the window was hidden', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { bob: { microphone: 'prompt' } });
    await callFrom(adas);
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    await microphoneQuestion(asFirefox(bob));
    await setCallWindow(asFirefox(bob), 'minimised');
    await waitForStatus(bobs, 'The microphone opens when you go to Earshot’s call window.');
    await press(adas, 'Cancel call');
    await goneByRole(bobs, 'region', 'Audio call');
    await until('the window is gone', async () => !(await bob.hasMediaHost()));
    await ada.sound.ear.waitUntilSilent();
  });
});

describe('a microphone that was allowed for this time only', { tags }, () => {
  test('and is taken back in the midst of a call is asked for in the call window, where it is allowed again', async ({
    scene,
  }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene, { ada: { microphone: 'prompt' } });
    await callFrom(adas, 'Your browser asks for the microphone');
    await answerQuestion(asFirefox(ada), 'allow', { remember: false });
    await promptFrom(bobs, 'Ada');
    await press(bobs, 'Accept');
    await expectConversation(ada, bob);
    await takeMicrophoneBack(asFirefox(ada));
    const said = 'Your microphone was allowed for that time only. Allow it again.';
    await waitForStatus(adas, said);
    await waitForStatus(await ada.callWindow(), said);
    await waitForStatus(bobs, 'Ada has no microphone now.');
    await answerQuestion(asFirefox(ada), 'allow', { remember: false });
    await expectConversation(ada, bob);
    await waitForStatus(adas, 'The call goes on');
  });
});
