import type { Page } from 'puppeteer';
import { describe, expect } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { connect } from './rig/calls.ts';
import { allByRole, byRole, press, waitForStatus } from './rig/roles.ts';
import type { Person } from './rig/person.ts';
import { test } from './rig/scene.ts';
import { steadySinceMs, ToneRecord } from './rig/tone-record.ts';
import { until } from './rig/until.ts';
import { VOICES } from './rig/voice.ts';

/** The options in a tab, where the browser names the devices. */
async function namedDevices(page: Page): Promise<void> {
  // Firefox opens a microphone for the tab that is looked at
  await page.bringToFront();
  // A page that is loaded is not drawn yet: Firefox lists devices for a tab that is looked at, and until then there is no button.
  await byRole(page, 'combobox', 'Microphone');
  const [name] = await allByRole(page, 'button', 'Show my devices');
  if (name) await press(page, 'Show my devices');
  await until('the devices are named', async () => {
    const [still] = await allByRole(page, 'button', 'Show my devices');
    return !still;
  });
}

/** Chooses in a list what begins with that name. */
async function choose(page: Page, label: string, name: string): Promise<void> {
  const list = await byRole(page, 'combobox', label);
  const value = await until(`"${name}" is on the list`, async () =>
    list.evaluate(
      (select, begins) =>
        [...(select as HTMLSelectElement).options].find((option) => option.textContent?.startsWith(begins))
          ?.value,
      name,
    ),
  );
  await list.select(value);
}

/** Waits until somebody hears the second microphone, into which one steady tone is hummed. */
async function humsTo(person: Person): Promise<void> {
  const startMs = Date.now();
  const heard = new ToneRecord(person.sound.ear, VOICES.middle);
  try {
    const isHeard = () => steadySinceMs(heard.between(startMs), startMs) !== undefined;
    await until('the second microphone is heard', isHeard, 15_000);
  } finally {
    heard.stop();
  }
}

/** Copies a problem report once the log says that, and returns it. */
async function reportWith(options: Page, line: RegExp): Promise<string> {
  await options.bringToFront();
  return until(`the report says ${String(line)}`, async () => {
    await press(options, 'Copy a problem report');
    await waitForStatus(options, 'Copied.');
    const text = await options.$eval('textarea', (each) => each.value);
    return line.test(text) ? text : undefined;
  });
}

const PREFERRED = 'The one your system prefers';

describe('the options', () => {
  test('choose the microphone, and the loudspeaker, which a test tone tries', async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await ada.sound.addSecondMicrophone(VOICES.middle);
    await ada.sound.addSecondLoudspeaker();
    const options = await ada.openOwnPage('options.html');
    await namedDevices(options);
    const beforeMs = Date.now();
    await press(options, 'Play a test tone');
    await ada.sound.ear.waitUntilAudible({ sinceMs: beforeMs });
    await ada.sound.ear.waitUntilSilent();

    await choose(options, 'Microphone', 'Second');
    await adas.bringToFront();
    await connect(adas, bobs, 'Ada');
    await humsTo(bob);
    expect(await bob.sound.ear.shareOf(VOICES.low), 'of the first microphone').toBeLessThan(0.05);

    await ada.sound.ear.waitUntilHears(VOICES.high);
    await options.bringToFront();
    await choose(options, 'Loudspeaker', 'Television');
    await ada.sound.ear.waitUntilSilent();
    await choose(options, 'Loudspeaker', PREFERRED);
    await ada.sound.ear.waitUntilHears(VOICES.high);

    const report = await reportWith(options, / path .*state=connected/);
    const paths = report.split('\n').filter((line) => line.includes(' path '));
    for (const path of paths) expect(path, 'no address is of words alone').toMatch(/^\S+ path [\w=, ]+$/);
  });

  test('make no sound of a ring that is turned down, and copy what happened, without a name in it', async ({
    scene,
  }) => {
    const { server, ada, adas, bobs } = await adaAndBob(scene, { speaking: false });
    const options = await ada.openOwnPage('options.html');
    const volume = await byRole(options, 'slider', 'Ring volume');
    await volume.focus();
    await options.keyboard.press('Home');
    await until('it says so', async () =>
      options.evaluate(() => document.body.textContent.includes('No ring is heard.')),
    );
    await bobs.bringToFront();
    await press(bobs, 'Audio chat');
    await waitForStatus(bobs, 'Ringing…');
    await adas.bringToFront();
    await byRole(adas, 'alertdialog', 'Incoming audio call');
    expect(await ada.sound.ear.shareOfSound()).toBe(0);
    await press(adas, 'Refuse');
    await waitForStatus(bobs, 'Ada refused.');

    const report = await reportWith(options, /call event=refuse/);
    expect(report).toMatch(/^Earshot problem report\nversion: .*, protocol 1\nbrowser: Mozilla/);
    expect(report).toContain('call server: connected');
    for (const told of ['Ada', 'Bob', 'tea', 'localhost', '127.0.0.1', new URL(server.url).port])
      expect(report).not.toContain(told);
  });
});

describe('a microphone that is chosen in the midst of a call', { tags: ['chromium'] }, () => {
  test('is heard from then on, and the person reads so', { tags: ['long'] }, async ({ scene }) => {
    const { ada, bob, adas, bobs } = await adaAndBob(scene);
    await connect(adas, bobs, 'Ada');
    await bob.sound.ear.waitUntilHears(VOICES.low);
    await ada.sound.addSecondMicrophone(VOICES.middle);
    const options = await ada.openOwnPage('options.html');
    await choose(options, 'Microphone', 'Second');
    await humsTo(bob);
    await adas.bringToFront();
    await waitForStatus(adas, 'The call goes on with another microphone: Second.');
    expect(await bob.sound.ear.shareOf(VOICES.low), 'of the first microphone').toBeLessThan(0.05);
  });
});
