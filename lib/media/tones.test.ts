import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MOTIFS, samplesOf } from './tone-motif.ts';
import { createTones } from './tones.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class FakeParam {
  readonly steps: (readonly [string, number, number])[] = [];
  setValueAtTime(value: number, at: number): void {
    this.steps.push(['set', value, at]);
  }
  linearRampToValueAtTime(value: number, at: number): void {
    this.steps.push(['ramp', value, at]);
  }
  setTargetAtTime(value: number, at: number): void {
    this.steps.push(['target', value, at]);
  }
}

class FakeAudioContext {
  readonly sampleRate = 8000;
  readonly currentTime = 0;
  readonly destination = {};
  state = 'running';
  readonly gains: FakeParam[] = [];
  readonly started: boolean[] = [];
  createBuffer = () => ({ copyToChannel() {} });
  createBufferSource = () => ({
    loop: false,
    connect: (to: unknown) => to,
    start: () => void this.started.push(true),
  });
  createGain = () => {
    const gain = new FakeParam();
    this.gains.push(gain);
    return { gain, connect: (to: unknown) => to };
  };
  async close(): Promise<void> {
    this.state = 'closed';
  }
}

function setUp() {
  const contexts: FakeAudioContext[] = [];
  const tones = createTones(() => {
    const context = new FakeAudioContext();
    contexts.push(context);
    return context as unknown as AudioContext;
  });
  return { tones, contexts, open: () => contexts.filter(({ state }) => state !== 'closed').length };
}

describe('tones', () => {
  test('ring softly first and louder over some seconds', () => {
    const { tones, contexts } = setUp();
    tones.play('ring', 1);
    const [set, ramp] = contexts[0]?.gains[0]?.steps ?? [];
    expect(set?.[1]).toBeLessThan((ramp?.[1] ?? 0) / 3);
    expect(ramp?.[2]).toBeGreaterThanOrEqual(3);
  });

  test('go on undisturbed when the same tone is asked for again', () => {
    const { tones, contexts } = setUp();
    tones.play('ring', 1);
    tones.play('ring', 1);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]?.started).toHaveLength(1);
  });

  test('fade at once at "none", and leave no context open 50 ms later', async () => {
    const { tones, contexts, open } = setUp();
    tones.play('ring', 1);
    tones.play('none', 1);
    expect(contexts[0]?.gains[1]?.steps).toEqual([['target', 0, 0]]);
    await vi.advanceTimersByTimeAsync(50);
    expect(open()).toBe(0);
    tones.play('none', 1);
    expect(contexts).toHaveLength(1);
  });

  test('give way to another tone', async () => {
    const { tones, open } = setUp();
    tones.play('ring', 1);
    tones.play('ringback', 1);
    await vi.advanceTimersByTimeAsync(50);
    expect(open()).toBe(1);
    tones.play('none', 1);
    await vi.advanceTimersByTimeAsync(50);
    expect(open()).toBe(0);
  });
});

describe.each(Object.entries(MOTIFS))('the motif of %s', (_tone, motif) => {
  const rate = 8000;
  const samples = samplesOf(motif, rate);

  test('neither clips nor clicks where it is repeated', () => {
    expect(Math.max(...samples.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.001);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
  });

  test('is heard, and pauses', () => {
    const loudest = (fromSeconds: number, toSeconds: number): number =>
      Math.max(...samples.slice(fromSeconds * rate, toSeconds * rate).map(Math.abs));
    expect(loudest(0, 0.5)).toBeGreaterThan(0.2);
    expect(loudest(motif.lengthSeconds - 0.4, motif.lengthSeconds)).toBeLessThan(0.001);
  });
});
