import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchFirstSound } from './first-sound.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  let energy = 0;
  const getStats = vi.fn<() => Promise<RTCStatsReport>>(
    async () =>
      new Map([
        ['codec', { type: 'codec' }],
        ['in', { type: 'inbound-rtp', totalAudioEnergy: energy }],
      ]),
  );
  const onSound = vi.fn<() => void>();
  const stop = watchFirstSound({ getStats }, onSound);
  return { getStats, onSound, stop, speak: () => (energy = 0.01) };
}

describe('the first sound', () => {
  test('is told once, soon after it is played, and then nobody looks any more', async () => {
    const { getStats, onSound, speak } = setUp();
    await vi.advanceTimersByTimeAsync(500);
    expect(onSound).not.toHaveBeenCalled();
    speak();
    await vi.advanceTimersByTimeAsync(60);
    expect(onSound).toHaveBeenCalledOnce();
    const looked = getStats.mock.calls.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onSound).toHaveBeenCalledOnce();
    expect(getStats).toHaveBeenCalledTimes(looked);
  });

  test('is looked for once a second in a long silence', async () => {
    const { getStats } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    getStats.mockClear();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(getStats).toHaveBeenCalledTimes(10);
  });

  test('is not looked for after the end', async () => {
    const { getStats, onSound, stop, speak } = setUp();
    stop();
    speak();
    await vi.advanceTimersByTimeAsync(1000);
    expect(getStats).not.toHaveBeenCalled();
    expect(onSound).not.toHaveBeenCalled();
  });
});
