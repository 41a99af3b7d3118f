import { expect, test } from 'vitest';
import { createMediaClient } from '../media/link.ts';
import type { MediaEvent } from '../media/port.ts';
import { untilHeard } from './until-heard.ts';

const STATUS = {
  type: 'media:status',
  status: {
    incarnation: 'i'.repeat(22),
    callId: null,
    connection: 'new',
    muted: false,
    peerMuted: false,
    silentForMs: null,
  },
};

/** The media host's end of a port. */
function hostPort() {
  const listeners: ((message: unknown) => void)[] = [];
  const endings: (() => void)[] = [];
  return {
    port: {
      postMessage: () => undefined,
      onMessage: { addListener: (listener: (message: unknown) => void) => void listeners.push(listener) },
      onDisconnect: { addListener: (ending: () => void) => void endings.push(ending) },
    },
    say: (message: unknown) => listeners.forEach((listener) => listener(message)),
    end: () => endings.forEach((ending) => ending()),
  };
}

test('what the media host says before the background is ready is heard once it is, in order', async () => {
  const host = hostPort();
  const held = untilHeard(host.port);
  host.say(STATUS);
  await Promise.resolve();
  const heard: MediaEvent[] = [];
  const client = createMediaClient(held);
  client.onEvent((event) => heard.push(event));
  host.say({ type: 'media:microphone-ended', callId: 'c'.repeat(22), trouble: 'microphone-failed' });
  await Promise.resolve();
  expect(heard.map((event) => event.type)).toEqual(['media:status', 'media:microphone-ended']);
});

test('a media host that is gone before the background is ready counts as lost', async () => {
  const host = hostPort();
  const held = untilHeard(host.port);
  host.end();
  let lost = false;
  createMediaClient(held).onLost(() => (lost = true));
  await Promise.resolve();
  expect(lost).toBe(true);
});
