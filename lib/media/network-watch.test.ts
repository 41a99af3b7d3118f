import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFakeWorld } from './fake-world.ts';
import { watchNetwork } from './network-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const world = createFakeWorld();
  const onChange = vi.fn<() => void>();
  const stop = watchNetwork(world, onChange);
  return { world, onChange, stop };
}

describe('the watch over the network', () => {
  test('says nothing of a machine that stays where it is', async () => {
    const { onChange } = setUp();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onChange).not.toHaveBeenCalled();
  });

  test('tells another address within 1 s, once', async () => {
    const { world, onChange } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    world.addresses = ['10.0.0.1', '10.0.0.2'];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onChange).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onChange).toHaveBeenCalledOnce();
  });

  test('tells at once that the machine came into a network, and not again what it finds there', async () => {
    const { world, onChange } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    world.addresses = ['10.0.0.2'];
    world.goOnline();
    expect(onChange).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onChange).toHaveBeenCalledOnce();
  });

  test('tells of a network that is back, not of one that is gone', async () => {
    const { world, onChange } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    world.addresses = [];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onChange).not.toHaveBeenCalled();
    world.addresses = ['10.0.0.1'];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onChange).toHaveBeenCalledOnce();
  });

  test('does not take for a change what it began to look at before one', async () => {
    const { world, onChange } = setUp();
    await vi.advanceTimersByTimeAsync(2_000);
    const slow = Promise.withResolvers<readonly string[]>();
    const { hostAddresses } = world;
    world.hostAddresses = () => slow.promise;
    await vi.advanceTimersByTimeAsync(2_000);
    world.goOnline();
    world.hostAddresses = hostAddresses;
    slow.resolve(['10.9.9.9']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onChange).toHaveBeenCalledOnce();
  });

  test('ends, also in the middle of a look', async () => {
    const { world, onChange, stop } = setUp();
    await vi.advanceTimersByTimeAsync(2_000);
    world.addresses = ['10.0.0.2'];
    await vi.advanceTimersByTimeAsync(999);
    vi.advanceTimersByTime(1);
    stop();
    world.goOnline();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onChange).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
