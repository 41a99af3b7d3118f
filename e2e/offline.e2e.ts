import { describe } from 'vitest';
import { adaAndBob } from './rig/ada-and-bob.ts';
import { callFrom, promptFrom } from './rig/calls.ts';
import { byRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';

describe('who appears offline', () => {
  test('cannot be called, and can again after one click in the page', async ({ scene }) => {
    const { ada, adas, bobs } = await adaAndBob(scene, { speaking: false });
    const popup = await ada.openOwnPage('popup.html');
    await (await byRole(popup, 'checkbox', 'Appear offline')).click();
    await callFrom(bobs, 'Nobody else here uses Earshot on this call server.');
    await adas.bringToFront();
    await press(adas, 'Go online');
    await callFrom(bobs);
    await promptFrom(adas, 'Bob');
    await press(adas, 'Refuse');
    await waitForStatus(bobs, 'Ada refused.');
  });
});
