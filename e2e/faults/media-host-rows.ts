import { asChromium } from '../rig/chromium.ts';
import { isBack } from './row.ts';
import type { Row } from './row.ts';
import type { LiveCall } from './live-call.ts';

/** With a chat tab open, whose port wakes the background at once. */
const REBUILT_MS = 5_000;
/** With none an alarm does, at most this much later. */
const WAKE_MS = 30_000;

async function crash({ ada }: LiveCall): Promise<number> {
  await asChromium(ada.person).crashMediaHost();
  return Date.now();
}

/** Only the first one's media host is crashed; that of Firefox is a window, which has tests of its own. */
const isChromiums: Row['matters'] = ([first]) => first === 'chromium';

/** The document that owns the microphone and the connection crashes, and the service worker with it. */
export const MEDIA_HOST_ROWS: readonly Row[] = [
  {
    fault: "Chromium's offscreen document crashes, with a chat tab open",
    promise: 'rebuilt: sound is back within 5 s, by itself',
    short: true,
    times: 5,
    matters: isChromiums,
    measure: isBack({ withinMs: REBUILT_MS, strike: crash }),
  },
  {
    fault: "Chromium's offscreen document crashes, with no chat tab open",
    promise: 'the other reads it; rebuilt at the next wake, 30 s at most, and then within 5 s, by itself',
    short: false,
    slow: true,
    spoils: true,
    times: 1,
    matters: isChromiums,
    measure: isBack({
      withinMs: WAKE_MS + REBUILT_MS,
      strike: async (call) => {
        // the browser would close with its last tab
        await call.ada.person.openPage('about:blank');
        await call.ada.page.close();
        return crash(call);
      },
      alsoMissed: ({ bob }, startMs) =>
        bob.sees.since(startMs).some(({ text }) => text.includes('Reconnecting…'))
          ? []
          : ['Bob did not read "Reconnecting…"'],
    }),
  },
];
