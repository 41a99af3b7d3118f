import { beforeEach, describe, expect, test, vi } from 'vitest';
import { watchMicrophoneWait, WORDLESS_MS } from './microphone-wait.ts';

beforeEach(() => void vi.useFakeTimers());

function page(visibilityState: DocumentVisibilityState, focused = true) {
  return Object.assign(new EventTarget(), { visibilityState, hasFocus: () => focused });
}

function watch(shown: ReturnType<typeof page> | null, permission: PermissionState) {
  const told: unknown[] = [];
  const world = {
    page: shown as unknown as Document | null,
    microphonePermission: async () => permission,
  };
  const stop = watchMicrophoneWait(world, (waitsFor) => told.push(waitsFor));
  return { told, stop };
}

describe('an opening microphone', () => {
  test('that opens by itself needs no words', async () => {
    const { told, stop } = watch(page('visible'), 'prompt');
    await vi.advanceTimersByTimeAsync(WORDLESS_MS - 1);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
  });

  test('waits for an answer to the question', async () => {
    const { told } = watch(page('visible'), 'prompt');
    await vi.advanceTimersByTimeAsync(WORDLESS_MS);
    expect(told).toEqual(['permission']);
  });

  test('in a window that is not shown waits for that, and then for the question', async () => {
    const shown = page('hidden');
    const { told } = watch(shown, 'prompt');
    await vi.advanceTimersByTimeAsync(WORDLESS_MS);
    shown.visibilityState = 'visible';
    shown.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['window', 'permission']);
  });

  test('that is allowed already and slow waits for nothing that a person can do', async () => {
    const { told } = watch(page('visible'), 'granted');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
  });

  test('in a window without the focus waits for that, but while a question is there for its answer', async () => {
    const { told } = watch(page('visible', false), 'granted');
    await vi.advanceTimersByTimeAsync(WORDLESS_MS);
    expect(told).toEqual(['window']);
    const asked = watch(page('visible', false), 'prompt');
    await vi.advanceTimersByTimeAsync(WORDLESS_MS);
    expect(asked.told).toEqual(['permission']);
  });

  test('once open is watched no more', async () => {
    const shown = page('hidden');
    const { told, stop } = watch(shown, 'granted');
    await vi.advanceTimersByTimeAsync(WORDLESS_MS);
    stop();
    shown.visibilityState = 'visible';
    shown.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['window']);
  });

  test('where no page is ever shown waits for nobody', async () => {
    const { told } = watch(null, 'prompt');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
  });
});
