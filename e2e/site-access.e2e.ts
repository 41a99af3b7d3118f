import { expect } from 'vitest';
import { connect, expectConversation } from './rig/calls.ts';
import { demoChatUrl } from './rig/demo-chat.ts';
import { startScreen } from './rig/screen.ts';
import { ANOTHER_HOST } from './rig/hosts.ts';
import type { Person } from './rig/person.ts';
import { aim, allByRole, byRole, goneByRole, press } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';
import { VOICES } from './rig/voice.ts';

/** Chromium's questions take no key in their first moment: it may have been meant for something else. Nothing tells its end. */
const TAKES_NO_KEY_MS = 1_500;

/** The demo chat under a name that is not this machine's. */
function chatElsewhere(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.hostname = ANOTHER_HOST;
  return url.origin;
}

test(
  'the package for the stores is on no page before its person permits it from the popup; then at once, and it calls there',
  { tags: ['each-browser'], timeout: 120_000 },
  async ({ scene }) => {
    const server = await scene.callServer();
    const chat = chatElsewhere(server.url);
    const site = new URL(chat).host;
    const [ada, bob] = await scene.people(
      server,
      { name: 'Ada', fromStore: true },
      { name: 'Bob', fromStore: true },
    );
    if (!ada || !bob) throw new Error('Two were asked for');
    ada.sound.speak(VOICES.low);
    bob.sound.speak(VOICES.high);

    const form = await bob.openPage(`${chat}/demo/`);
    const unknown = await bob.openPopup();
    await until('the popup knows no chat there', async () =>
      (await unknown.evaluate(() => document.body.textContent)).includes(
        `finds no chat that it knows on this page of ${site}.`,
      ),
    );
    await press(unknown, 'For those who run the page');
    const siteOwners = await bob.shownPage('site-owners.html');
    // it is gone before it could answer
    await unknown.evaluate(() => window.close()).catch(() => undefined);
    await Promise.all([siteOwners.close(), form.close()]);

    const permit = async (person: Person, popupStays: boolean) => {
      const page = await person.openPage(demoChatUrl({ ...server, url: chat }, person.name, 'tea'));
      await person.willPermit(`http://${ANOTHER_HOST}/*`);
      const popup = await person.openPopup();
      await byRole(popup, 'region', `Use Earshot on ${site}?`);
      expect(await allByRole(page, 'button', 'Audio chat')).toEqual([]);
      // as it does where the browser's question takes the focus
      if (!popupStays) await popup.evaluate(() => document.addEventListener('click', () => window.close()));
      const click = await aim(popup, 'Use Earshot on this site');
      await click().catch(() => undefined);
      await byRole(page, 'button', 'Audio chat');
      return page;
    };
    const [adas, bobs] = [await permit(ada, false), await permit(bob, true)];

    await connect(adas, bobs, 'Ada');
    await expectConversation(ada, bob);
    await press(adas, 'Hang up');

    const options = await bob.openOwnPage('options.html');
    await press(options, `Remove http://${ANOTHER_HOST}`);
    await goneByRole(options, 'button', `Remove http://${ANOTHER_HOST}`);
    await bobs.bringToFront();
    await goneByRole(bobs, 'button', 'Audio chat');
  },
);

test(
  "Chromium's own question, which takes the popup's place: answered with yes, Earshot is there at once",
  { tags: ['chromium'] },
  async ({ scene }) => {
    const server = await scene.callServer();
    const chat = chatElsewhere(server.url);
    const screen = await startScreen();
    scene.afterwards(screen.close);
    const [ada] = await scene.people(server, { name: 'Ada', fromStore: true, screen });
    const page = await ada!.openPage(demoChatUrl({ ...server, url: chat }, 'Ada', 'tea'));
    const ask = async () => {
      const popup = await ada!.openPopup();
      const click = await aim(popup, 'Use Earshot on this site');
      await click().catch(() => undefined);
      await until('the question has taken its place', () => popup.isClosed());
    };
    // a key that comes too early is lost, and the answer then is "Deny", which has the focus: it can be asked again
    await until(
      'the site is permitted',
      async () => {
        await ask();
        await new Promise((resolve) => setTimeout(resolve, TAKES_NO_KEY_MS));
        await screen.press('Tab', 'Return');
        return byRole(page, 'button', 'Audio chat', 3_000);
      },
      60_000,
    );
  },
);
