import type { Page } from 'puppeteer';
import { byRole, press, statuses, textOf, waitForStatus } from './roles.ts';
import { until } from './until.ts';
import type { Person } from './person.ts';
import type { Voice } from './voice.ts';

/** Longer than any of them should take on two busy cores, shorter than the ring. */
const RING_DEADLINE_MS = 20_000;

const NOBODY = 'Nobody else here uses Earshot on this call server.';

/** Calls everybody in the conversation: again, while the others' browsers are still on their way to the call server. */
export async function callFrom(page: Page): Promise<void> {
  await until('the call is on its way', async () => {
    await press(page, 'Audio chat');
    const said = await until('there is a status', async () => (await statuses(page)).find(Boolean));
    return !said.includes(NOBODY);
  });
}

/** Waits for the prompt, and for its sentence with the caller's name. */
export async function promptFrom(page: Page, caller: string): Promise<void> {
  const prompt = await byRole(page, 'alertdialog', 'Incoming audio call', RING_DEADLINE_MS);
  const sentence = `${caller} would like to start an audio chat with you.`;
  await until(`the prompt says "${sentence}"`, async () => (await textOf(prompt)).includes(sentence));
}

/** From a click on the button to both being in the call, accepted on the page. */
export async function connect(caller: Page, callee: Page, callerName: string): Promise<void> {
  await callFrom(caller);
  await promptFrom(callee, callerName);
  await press(callee, 'Accept');
  await Promise.all([waitForStatus(caller, 'In call'), waitForStatus(callee, 'In call')]);
}

/** Two people who hear each other: shares are those of 20 ms windows with the voice in it, 0 to 1. */
export interface Heard {
  readonly firstAtMs: number;
  readonly share: number;
  /** Of the listener's own voice: an echo. */
  readonly ownShare: number;
}

/** Waits until the listener's loudspeaker plays the speaker's voice, then listens on for what else it plays. */
export async function hears(listener: Person, speaker: Voice, own: Voice, sinceMs: number): Promise<Heard> {
  const { ear } = listener.sound;
  const firstAtMs = await ear.waitUntilHears(speaker, { sinceMs, deadlineMs: 15_000 });
  const [share, ownShare] = await Promise.all([ear.shareOf(speaker), ear.shareOf(own)]);
  return { firstAtMs, share, ownShare };
}
