import type { Page } from 'puppeteer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSoundSystem, type SoundSystem } from '../../e2e/rig/sound-system.ts';
import { VOICES } from '../../e2e/rig/voice.ts';
import { startHarnessBrowser, type HarnessBrowser } from './media.integration.browser.ts';
import type { MediaEvent } from './port.ts';

let sound: SoundSystem;
let harnessed: HarnessBrowser;
let page: Page;

beforeEach(async () => {
  sound = await startSoundSystem();
  harnessed = await startHarnessBrowser(['--use-fake-ui-for-media-stream'], {
    ...process.env,
    PULSE_SERVER: sound.pulseServer,
  });
  page = await harnessed.openPage();
}, 60_000);
afterEach(async () => {
  await harnessed?.close();
  await sound?.close();
});

/** Two hosts of one page in a call; the microphone of both is the machine's. */
async function call(): Promise<void> {
  await page.evaluate(async () => {
    const [caller, callee] = [harness.side(), harness.side()];
    Object.assign(globalThis, { sides: [caller, callee] });
    await harness.call(caller, callee);
  });
}

/** What the caller told of its microphone, in order. */
async function told(): Promise<string[]> {
  const events = await page.evaluate(() => sides[0].events);
  return events.flatMap((event: MediaEvent) => {
    if (event.type === 'media:trouble' && !event.trouble?.startsWith('peer-')) return [String(event.trouble)];
    if (event.type === 'media:microphone-changed') return [`changed: ${event.label}`];
    return event.type === 'media:microphone-ended' ? ['ended'] : [];
  });
}

/** What the callee gets of the caller's within half a second. */
async function heard(): Promise<{ energy: number; packets: number }> {
  return page.evaluate(async () => {
    const soFar = async () => {
      const sum = { energy: 0, packets: 0 };
      const report = await sides[1].connections[0]?.getStats();
      report?.forEach((entry: RTCInboundRtpStreamStats) => {
        if (entry.type !== 'inbound-rtp') return;
        sum.energy += entry.totalAudioEnergy ?? 0;
        sum.packets += entry.packetsReceived ?? 0;
      });
      return sum;
    };
    const before = await soFar();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = await soFar();
    return { energy: after.energy - before.energy, packets: after.packets - before.packets };
  });
}
const energyHeard = async () => (await heard()).energy;
const packetsHeard = async () => (await heard()).packets;

/** Of half a second of a tone; digital silence has none. */
const LOUD = 0.001;
const within = { timeout: 8_000, interval: 200 };

describe('a microphone of the machine', () => {
  test('that is the only one, taken away and given back: it is said, the path is kept, and it is heard again', async () => {
    sound.hum(VOICES.low);
    await call();
    await expect.poll(energyHeard, within).toBeGreaterThan(LOUD);

    await sound.switchMicrophone('second'); // of which there is none
    await expect.poll(told, within).toEqual(['microphone-absent', 'ended']);
    expect(await energyHeard()).toBe(0);
    expect(await packetsHeard()).toBeGreaterThan(10);

    await sound.switchMicrophone('first');
    await expect.poll(energyHeard, within).toBeGreaterThan(LOUD);
    await expect
      .poll(told, within)
      .toEqual(['microphone-absent', 'ended', expect.stringMatching(/^changed: ./), 'null']);
    expect(await page.evaluate(() => sides[1].events.filter(({ type }) => type === 'media:flow'))).toEqual([
      expect.objectContaining({ flowing: true }),
    ]);
  });

  test('that is not the only one is followed by the next, which is named', async () => {
    sound.hum(VOICES.low);
    await call();
    await expect.poll(energyHeard, within).toBeGreaterThan(LOUD);
    await sound.addSecondMicrophone(VOICES.high);
    await sound.switchMicrophone('second');
    await expect.poll(told, within).toEqual([expect.stringMatching(/^changed: ./)]);
    await expect.poll(energyHeard, within).toBeGreaterThan(LOUD);
  });

  test('that gives nothing from the start is told, and no longer when it is heard', async () => {
    await call();
    await expect.poll(told, within).toContain('microphone-silent');
    sound.hum(VOICES.low);
    await expect.poll(async () => (await told()).at(-1), within).toBe('null');
  });
});

declare global {
  var sides: [ReturnType<typeof harness.side>, ReturnType<typeof harness.side>];
}
