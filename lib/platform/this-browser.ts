import { createTones } from '../media/tones.ts';
import { browserWorld } from '../media/world.ts';
import { createCallWindowHost } from './call-window-host.ts';
import type { PlatformMediaHost } from './media-host.ts';
import { createOffscreenHost } from './offscreen-host.ts';
import { IN_FIREFOX } from './in-firefox.ts';

/** The media host of the browser that this build is for. */
export function createMediaHostHere(): PlatformMediaHost {
  if (!IN_FIREFOX) return createOffscreenHost();
  return createCallWindowHost(createTones(browserWorld(null).createAudioContext));
}
