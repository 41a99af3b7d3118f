import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepConnected } from './keep-connected.ts';
import type { LinkPort } from './link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const ports: { breakOff(): void }[] = [];
  const connect = vi.fn<() => LinkPort>(() => {
    const gone: (() => void)[] = [];
    ports.push({
      breakOff: () => gone.forEach((listener) => listener()),
    });
    return {
      postMessage() {},
      onMessage: { addListener() {} },
      onDisconnect: { addListener: (listener) => void gone.push(listener) },
    };
  });
  const serve = vi.fn<(port: LinkPort) => void>();
  keepConnected(connect, serve);
  return { ports, connect, serve };
}

describe('the port of the media host', () => {
  test('is opened again at once when a worker dies', async () => {
    const { ports, connect, serve } = setUp();
    for (let life = 1; life <= 3; life++) {
      await vi.advanceTimersByTimeAsync(30_000);
      ports.at(-1)?.breakOff();
      await vi.advanceTimersByTimeAsync(0);
      expect(connect).toHaveBeenCalledTimes(life + 1);
    }
    expect(serve).toHaveBeenCalledTimes(4);
  });

  test('is retried ever more slowly, but at least every second, while nobody answers', async () => {
    const { ports, connect } = setUp();
    const waitsMs: number[] = [];
    for (let i = 0; i < 8; i++) {
      const from = Date.now();
      const before = connect.mock.calls.length;
      ports.at(-1)?.breakOff();
      while (connect.mock.calls.length === before) await vi.advanceTimersToNextTimerAsync();
      waitsMs.push(Date.now() - from);
    }
    expect(waitsMs).toEqual([0, 50, 100, 200, 400, 800, 1000, 1000]);
  });

  test('is retried when it cannot even be opened', async () => {
    const { ports, connect } = setUp();
    connect.mockImplementationOnce(() => {
      throw new Error('no receiver');
    });
    ports.at(-1)?.breakOff();
    await vi.advanceTimersByTimeAsync(1000);
    expect(connect).toHaveBeenCalledTimes(3);
  });
});
