import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectSurface, type SurfaceRuntime } from './surface.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const VIEW = {
  type: 'view',
  view: {
    places: [],
    call: null,
    rings: [],
    notice: null,
    rejoin: null,
    offline: false,
    servers: [],
  },
  conversation: null,
};

/** The browser's end: every port that was opened, as the background holds it. */
function browserWith() {
  const ports: {
    readonly name: string;
    readonly heard: unknown[];
    say(message: unknown): void;
    /** Closed, and not told so yet. */
    close(): void;
    break(): void;
  }[] = [];
  const runtime = {
    id: 'earshot' as string | undefined,
    connect({ name }: { name: string }) {
      const listeners: ((message: unknown) => void)[] = [];
      const endings: (() => void)[] = [];
      const heard: unknown[] = [];
      let open = true;
      ports.push({
        name,
        heard,
        say: (message) => listeners.forEach((listener) => listener(message)),
        close() {
          open = false;
        },
        break() {
          open = false;
          endings.forEach((ending) => ending());
        },
      });
      return {
        postMessage(message: unknown) {
          if (!open) throw new Error('Attempting to use a disconnected port object');
          heard.push(message);
        },
        disconnect() {
          open = false;
        },
        onMessage: { addListener: (listener: (message: unknown) => void) => void listeners.push(listener) },
        onDisconnect: { addListener: (ending: () => void) => void endings.push(ending) },
      };
    },
  };
  return { runtime: runtime satisfies SurfaceRuntime, ports, last: () => ports.at(-1) };
}

function connected() {
  const browser = browserWith();
  const told = { view: vi.fn(), connected: vi.fn(), silent: vi.fn(), over: vi.fn() };
  const surface = connectSurface<string>(browser.runtime, 'chat', told);
  return { ...browser, told, surface };
}

describe('a surface', () => {
  test('opens its port by name, and passes views on', () => {
    const { ports, last, told } = connected();
    expect(ports.map(({ name }) => name)).toEqual(['chat']);
    last()?.say(VIEW);
    expect(told.view).toHaveBeenCalledExactlyOnceWith(VIEW);
  });

  test('passes on nothing that is no view', () => {
    const { last, told } = connected();
    last()?.say({ type: 'view', view: { places: 'none' }, conversation: null });
    last()?.say(null);
    expect(told.view).not.toHaveBeenCalled();
  });

  test('connects again when the background was restarted, and is told to say everything again', () => {
    const { ports, last, told, surface } = connected();
    last()?.break();
    vi.advanceTimersByTime(0);
    expect(ports).toHaveLength(2);
    expect(told.connected).toHaveBeenCalledTimes(2);
    surface.send('hello');
    expect(last()?.heard).toEqual(['hello']);
  });

  test('says what was asked for meanwhile to the background that is back, after what it must know', async () => {
    const { surface, told, last } = connected();
    told.connected.mockImplementation(() => queueMicrotask(() => surface.send('what the page shows')));
    last()?.break();
    surface.send('accept');
    await vi.advanceTimersByTimeAsync(0);
    expect(last()?.heard).toEqual(['what the page shows', 'accept']);
  });

  test('loses nothing that it says to a port that has just closed', async () => {
    const { surface, last, ports } = connected();
    const first = last();
    ports[0]?.close();
    surface.send('accept');
    first?.break();
    await vi.advanceTimersByTimeAsync(0);
    expect(last()?.heard).toEqual(['accept']);
  });

  test('tries less and less often while nobody answers, and at once again after somebody did', () => {
    const { ports, last } = connected();
    for (const waitMs of [0, 50, 200, 1000, 1000]) {
      const before = ports.length;
      last()?.break();
      vi.advanceTimersByTime(Math.max(0, waitMs - 1));
      expect(ports).toHaveLength(waitMs === 0 ? before + 1 : before);
      vi.advanceTimersByTime(1);
      expect(ports).toHaveLength(before + 1);
    }
    last()?.say(VIEW);
    const before = ports.length;
    last()?.break();
    vi.advanceTimersByTime(0);
    expect(ports).toHaveLength(before + 1);
  });

  test('a background that stays away is silent, once, until it says something', () => {
    const { ports, last, told } = connected();
    last()?.say(VIEW);
    for (let away = 0; away < 4_900; away += 100) {
      last()?.break();
      vi.advanceTimersByTime(100);
    }
    expect(told.silent).not.toHaveBeenCalled();
    for (let away = 0; away < 10_000; away += 100) {
      last()?.break();
      vi.advanceTimersByTime(100);
    }
    expect(told.silent).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1_000);
    last()?.say(VIEW);
    expect(told.view).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(10_000);
    expect(told.silent).toHaveBeenCalledOnce();
    expect(ports.length).toBeGreaterThan(5);
  });

  test('a background that was restarted is not silent', () => {
    const { last, told } = connected();
    last()?.break();
    vi.advanceTimersByTime(0);
    last()?.say(VIEW);
    vi.advanceTimersByTime(60_000);
    expect(told.silent).not.toHaveBeenCalled();
  });

  test('what was asked for while it was silent is not done when nobody waits for it any more', async () => {
    const { surface, last, runtime } = connected();
    const { connect } = runtime;
    let dead = true;
    runtime.connect = (info) => {
      const port = connect(info);
      if (dead) last()?.close();
      return port;
    };
    last()?.close();
    surface.send('call');
    for (let away = 0; away < 6_000; away += 1_000) {
      last()?.break();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    dead = false;
    last()?.break();
    await vi.advanceTimersByTimeAsync(1_000);
    surface.send('hello');
    expect(last()?.heard).toEqual(['hello']);
  });

  test('hears nothing from a port that it has replaced', () => {
    const { ports, last, told } = connected();
    last()?.break();
    vi.advanceTimersByTime(0);
    ports[0]?.say({ type: 'leave' });
    expect(told.over).not.toHaveBeenCalled();
  });

  test('is over when a newer one took its place, and does not come back', () => {
    const { ports, last, told } = connected();
    last()?.say({ type: 'leave' });
    last()?.break();
    vi.runAllTimers();
    expect(told.over).toHaveBeenCalledOnce();
    expect(ports).toHaveLength(1);
  });

  test('is over when its extension was updated under it', () => {
    const { ports, last, told, runtime } = connected();
    runtime.id = undefined;
    last()?.break();
    vi.runAllTimers();
    expect(told.over).toHaveBeenCalledOnce();
    expect(ports).toHaveLength(1);
  });
});
