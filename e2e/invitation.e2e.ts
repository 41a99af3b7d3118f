import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect } from 'vitest';
import { press, waitForStatus } from './rig/roles.ts';
import { type Scene, test } from './rig/scene.ts';
import { until } from './rig/until.ts';

const INSTALL_URL = 'https://example.org/earshot';

/** A chat page with a place to write, that answers with these headers. */
async function chatPage(scene: Scene, headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', ...headers });
    response.end(`<!doctype html><title>Chat</title>
      <main data-earshot-conversation="tea" data-earshot-me="Ada">
        <div data-earshot-button></div><textarea></textarea>
      </main>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scene.afterwards(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('where nobody else has Earshot', () => {
  test.for([
    ['an ordinary page', {}],
    ['a page that keeps scripts from the clipboard', { 'Permissions-Policy': 'clipboard-write=()' }],
  ] as const)('an invitation is copied, ready to paste: %s', async ([, headers], { scene }) => {
    const server = await scene.callServer({ INSTALL_URL });
    const [ada] = await scene.people(server, { name: 'Ada' });
    const page = await ada!.openPage(await chatPage(scene, headers));
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
