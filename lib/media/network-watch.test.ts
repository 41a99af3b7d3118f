import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFakeWorld } from './fake-world.ts';
import { watchNetwork, type NetworkNews } from './network-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const world = createFakeWorld();
  const news: NetworkNews[] = [];
  const stop = watchNetwork(world, (each) => news.push(each));
  return { world, news, stop };
}

describe('the watch over the network', () => {
  test('says nothing of a machine that stays where it is', async () => {
    const { news } = setUp();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(news).toEqual([]);
  });

  test('tells another address within 1 s, once', async () => {
    const { world, news } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    world.addresses = ['10.0.0.1', '10.0.0.2'];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(news).toEqual(['moved']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(news).toEqual(['moved']);
  });

  test('tells at once that the machine came into a network, and as soon as they show what addresses it has there', async () => {
    const { world, news } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    world.addresses = [];
    world.goOnline();
    expect(news).toEqual(['online']);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(news).toEqual(['online']);
    world.addresses = ['10.0.0.2'];
    await vi.advanceTimersByTimeAsync(200);
    expect(news).toEqual(['online', 'moved']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(news).toEqual(['online', 'moved']);
  });

  test('tells another network, and not that the one before is back, whether the browser said a word or not', async () => {
    const { world, news } = setUp();
    const [home, away] = [world.addresses, ['10.0.0.9']];
    await vi.advanceTimersByTimeAsync(10_000);
    for (const found of [home, away]) {
      world.addresses = [];
      await vi.advanceTimersByTimeAsync(10_000);
      world.addresses = found;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(news).toEqual(['moved']);
    world.goOnline();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(news.slice(1)).toEqual(['online']);
  });

  test('does not take for a change what it began to look at before one', async () => {
    const { world, news } = setUp();
    await vi.advanceTimersByTimeAsync(2_000);
    const slow = Promise.withResolvers<readonly string[]>();
    const { hostAddresses } = world;
    world.hostAddresses = () => slow.promise;
    await vi.advanceTimersByTimeAsync(2_000);
    world.goOnline();
    world.hostAddresses = hostAddresses;
    slow.resolve(['10.9.9.9']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(news).toEqual(['online']);
  });

  test('looks more often only until it knows where it is, and not after its end', async () => {
    const { world, stop } = setUp();
    world.goOnline();
    expect(vi.getTimerCount()).toBe(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(vi.getTimerCount()).toBe(1);
    world.addresses = [];
    world.goOnline();
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends, also in the middle of a look', async () => {
    const { world, news, stop } = setUp();
    await vi.advanceTimersByTimeAsync(2_000);
    world.addresses = ['10.0.0.2'];
    await vi.advanceTimersByTimeAsync(999);
    vi.advanceTimersByTime(1);
    stop();
    world.goOnline();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(news).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
