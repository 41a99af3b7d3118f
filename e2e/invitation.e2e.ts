import { describe, expect } from 'vitest';
import { serveChatPage } from './rig/chat-page.ts';
import { press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';
import { until } from './rig/until.ts';

const INSTALL_URL = 'https://example.org/earshot';

describe('where nobody else has Earshot', () => {
  test.for([
    ['an ordinary page', {}],
    ['a page that keeps scripts from the clipboard', { 'Permissions-Policy': 'clipboard-write=()' }],
  ] as const)('an invitation is copied, ready to paste: %s', async ([, headers], { scene }) => {
    const server = await scene.callServer({ INSTALL_URL });
    const [ada] = await scene.people(server, { name: 'Ada' });
    const chat = await serveChatPage(scene, { headers });
    const page = await ada!.openPage(chat('Ada'));
    await press(page, 'Copy an invitation');
    await waitForStatus(page, 'Copied. Paste it into the chat.');
    await page.focus('textarea');
    await page.keyboard.down('Control');
    await page.keyboard.press('KeyV');
    await page.keyboard.up('Control');
    const pasted = () => page.$eval('textarea', (field) => field.value);
    await until('it is pasted', async () => (await pasted()) !== '');
    expect(await pasted()).toBe(
      `Shall we talk? Get Earshot from ${INSTALL_URL}, then come back to this chat: its “Audio chat” button calls.`,
    );
  });
});
