import type { Page } from 'puppeteer';
import { test } from './rig/scene.ts';
import { serveChatPage } from './rig/chat-page.ts';
import { isPortFree } from './rig/port.ts';
import { byRole, press, waitForStatus } from './rig/roles.ts';
import { until } from './rig/until.ts';

const NONE_YET = 'No call server yet. Ask whoever runs';

async function says(page: Page, text: string): Promise<void> {
  await until(`"${text}" is there`, async () =>
    page.evaluate((wanted) => document.body.textContent.includes(wanted), text),
  );
}

test('who has chosen no call server reads that there is none yet, and whom to ask, wherever they look', async ({
  scene,
}) => {
  if (!(await isPortFree(4080))) throw new Error('End what listens at port 4080: a call server is there.');
  const [ada] = await scene.people(await scene.callServer(), { name: 'Ada', newcomer: true });
  if (!ada) throw new Error('One was asked for');
  const chat = await serveChatPage(scene);
  const page = await ada.openPage(chat('Ada'));
  await byRole(page, 'button', 'Settings');
  const popup = await ada.openPopup();
  await says(popup, `${NONE_YET} this chat.`);
  await popup.close();
  await press(page, 'Audio chat');
  await waitForStatus(page, `${NONE_YET} this chat.`);
  await says(await ada.openOwnPage('welcome.html'), `${NONE_YET} your chat`);
});
