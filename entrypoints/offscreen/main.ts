import { browser } from 'wxt/browser';
import { createMediaHost } from '../../lib/media/host.ts';
import { keepConnected } from '../../lib/media/keep-connected.ts';
import { serveMedia } from '../../lib/media/link.ts';
import { createTones } from '../../lib/media/tones.ts';
import { browserWorld } from '../../lib/media/world.ts';
import { PORTS } from '../../lib/messaging/ui.ts';

const world = browserWorld(null);
const host = createMediaHost(world, createTones(world.createAudioContext));

keepConnected(
  () => browser.runtime.connect({ name: PORTS.media }),
  (port) => serveMedia(port, host),
);
