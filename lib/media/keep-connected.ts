import type { LinkPort } from './link.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;
/** A port that lasted this long had somebody at its other end. */
const SOUND_PORT_MS = 1000;

/**
 * Holds a port to the background: when it goes (the worker died) the next one is opened at once, which wakes the
 * worker. Ports that break soon are retried ever more slowly, up to once a second, without end: a
 * call goes on meanwhile, and its end needs somebody to tell.
 */
export function keepConnected(connect: () => LinkPort, serve: (port: LinkPort) => void): void {
  let retryMs = 0;

  function open(): void {
    let port: LinkPort;
    try {
      port = connect();
    } catch {
      return again();
    }
    const timer = setTimeout(() => {
      retryMs = 0;
    }, SOUND_PORT_MS);
    port.onDisconnect.addListener(() => {
      clearTimeout(timer);
      again();
    });
    serve(port);
  }

  function again(): void {
    setTimeout(open, retryMs);
    retryMs = Math.min(Math.max(2 * retryMs, FIRST_RETRY_MS), LONGEST_RETRY_MS);
  }

  open();
}
