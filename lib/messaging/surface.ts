import * as v from 'valibot';
import { ToSurface } from './ui.ts';

/** What a surface needs of the browser: given, since it may be the page's isolated world or a page of our own. */
export interface SurfaceRuntime {
  /** Undefined once this extension was updated or removed under a content script. */
  readonly id?: string | undefined;
  connect(info: { name: string }): SurfacePort;
}
interface SurfacePort {
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

export interface Surface<Message> {
  send(message: Message): void;
}

export interface SurfaceHandlers {
  view(message: Extract<ToSurface, { type: 'view' }>): void;
  /** The port is new (at first, and after the background was restarted): say again what it must know. */
  connected(): void;
  /** The background is gone and does not come back: what it said last is not true any more. A view ends that. */
  silent?(): void;
  /** This surface is an orphan, or a newer one took its place: take everything away. */
  over(): void;
}

/** Times between attempts, in ms: the first is at once, since connecting is what wakes a dead worker. */
const RETRY_MS = [0, 50, 200, 1000] as const;

/**
 * A background that was stopped starts again within a second when it is connected to. One that says nothing for so long
 * has stopped for good: Chromium 156 ends an extension whose process has crashed, until its person loads it again.
 */
const SILENT_MS = 5_000;

/** Connects a surface to the background, and again whenever the background was restarted. */
export function connectSurface<Message>(
  runtime: SurfaceRuntime,
  name: string,
  handlers: SurfaceHandlers,
): Surface<Message> {
  let port: SurfacePort | undefined;
  let failures = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let done = false;
  /** What the person asked for while the background was away: it is back within milliseconds. */
  const unsent: Message[] = [];

  function end(): void {
    if (done) return;
    done = true;
    clearTimeout(silence);
    port?.disconnect();
    port = undefined;
    handlers.over();
  }

  function silent(): void {
    // nobody wants it any more when it can be done at last
    unsent.length = 0;
    handlers.silent?.();
  }

  function connect(): void {
    if (done) return;
    if (runtime.id === undefined) return end();
    let mine: SurfacePort;
    try {
      mine = runtime.connect({ name });
    } catch {
      return end();
    }
    port = mine;
    mine.onMessage.addListener((raw) => {
      const message = v.safeParse(ToSurface, raw);
      if (!message.success || port !== mine) return;
      failures = 0;
      clearTimeout(silence);
      silence = undefined;
      if (message.output.type === 'leave') end();
      else handlers.view(message.output);
    });
    mine.onDisconnect.addListener(() => {
      if (port !== mine) return;
      port = undefined;
      silence ??= setTimeout(silent, SILENT_MS);
      setTimeout(connect, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
    handlers.connected();
    // after what the surface says first, which it may say in a microtask of its own
    queueMicrotask(() => {
      for (const message of unsent.splice(0)) post(message);
    });
  }

  function post(message: Message): void {
    try {
      if (port) port.postMessage(message);
      else unsent.push(message);
    } catch {
      // the port is closed and its own event is on the way
      unsent.push(message);
    }
  }

  connect();
  return {
    send(message) {
      if (!done) post(message);
    },
  };
}
