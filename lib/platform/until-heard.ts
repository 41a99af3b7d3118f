import type { LinkPort } from '../media/link.ts';

/**
 * A port whose messages wait for the first listener, and for what that listener's owner sets up in the same task: the
 * media host speaks as soon as it is connected, which may be before the background has restored its state.
 */
export function untilHeard(port: LinkPort): LinkPort {
  const early: unknown[] = [];
  let hear = (message: unknown): void => void early.push(message);
  let over = false;
  port.onMessage.addListener((message) => hear(message));
  port.onDisconnect.addListener(() => (over = true));
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: {
      addListener(listener) {
        queueMicrotask(() => {
          hear = listener;
          for (const message of early.splice(0)) listener(message);
        });
      },
    },
    onDisconnect: {
      addListener(listener) {
        if (over) queueMicrotask(listener);
        else port.onDisconnect.addListener(listener);
      },
    },
  };
}
