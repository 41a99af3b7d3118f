import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { allByRole, byRole, press, statuses, textOf, waitForStatus } from './roles.ts';
import { until } from './until.ts';
import type { Person } from './person.ts';
import { VOICES } from './voice.ts';
import type { Voice } from './voice.ts';

/** Longer than any of them should take on two busy cores, shorter than the ring. */
const RING_DEADLINE_MS = 20_000;

/**
 * Calls everybody in the conversation until a status says `expected`: again, while the others' browsers are still on
 * their way to the call server. Resolves with the Unix time in ms of the click that did it.
 */
export async function callFrom(page: Page, expected = 'Ringing…'): Promise<number> {
  let clickedMs: number | undefined;
  return until(
    `a call leads to "${expected}"`,
    async () => {
      if (clickedMs !== undefined && (await statuses(page)).some((each) => each.includes(expected))) {
        return clickedMs;
      }
      if ((await allByRole(page, 'button', 'Audio chat')).length === 0) return undefined;
      clickedMs = Date.now();
      await press(page, 'Audio chat');
      // A second click shall not hit before the first one had its effect.
      await waitForStatus(page, expected, 1_000).catch(() => undefined);
      return undefined;
    },
    RING_DEADLINE_MS,
  );
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

/** What a loudspeaker played: shares are those of 20 ms windows with the voice in it, 0 to 1. */
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

/** Two people on the phone, who speak with the voices `low` and `high`: each hears the other and not themselves. */
export async function expectConversation(
  low: Person,
  high: Person,
  sinceMs = Date.now(),
): Promise<{ low: Heard; high: Heard }> {
  const [atLow, atHigh] = await Promise.all([
    hears(low, VOICES.high, VOICES.low, sinceMs),
    hears(high, VOICES.low, VOICES.high, sinceMs),
  ]);
  for (const [listener, heard] of [
    [low, atLow],
    [high, atHigh],
  ] as const) {
    console.log(
      `${listener.name} hears the other ${heard.firstAtMs - sinceMs} ms after, in ${percent(heard.share)} of windows; ` +
        `themselves in ${percent(heard.ownShare)}`,
    );
    expect(heard.share, `${listener.name} goes on hearing the other`).toBeGreaterThan(0.08);
    expect(heard.ownShare, `${listener.name} does not hear themselves`).toBeLessThan(0.02);
  }
  return { low: atLow, high: atHigh };
}

/** Waits until both loudspeakers are silent; each at the latest a second after `sinceMs`. */
export async function expectSilence(sinceMs: number, ...people: Person[]): Promise<void> {
  for (const person of people) {
    const lastMs = await person.sound.ear.waitUntilSilent();
    console.log(`${person.name}'s loudspeaker is silent ${Math.max(0, lastMs - sinceMs)} ms after`);
    expect(lastMs - sinceMs, `${person.name}'s loudspeaker is silent`).toBeLessThan(1000);
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
