import { asChromium } from '../rig/chromium.ts';
import { until } from '../rig/until.ts';
import { PEER_GONE } from './microphone-rows.ts';
import { isBackAfterRejoin, REJOIN_PROMISE } from './rejoin.ts';
import { isBack } from './row.ts';
import type { Row } from './row.ts';
import type { LiveCall } from './live-call.ts';

/** With a chat tab open, whose port wakes the background at once. */
const REBUILT_MS = 5_000;
/** With none an alarm does, at most this much later. */
const WAKE_MS = 30_000;

/** Only the first one's media host is lost; that of Firefox is a window, which has tests of its own. */
const isChromiums: Row['matters'] = ([first]) => first === 'chromium';

async function lose({ ada }: LiveCall): Promise<number> {
  await asChromium(ada.person).loseMediaHost();
  return Date.now();
}

/** Where everything of hers is gone, her microphone is not what is missing. */
function missesOfTelling({ bob }: LiveCall, startMs: number): string[] {
  const hasRead = (sentence: string) => bob.sees.since(startMs).some(({ text }) => text.includes(sentence));
  return [
    ...(hasRead('Reconnecting…') ? [] : ['Bob did not read "Reconnecting…"']),
    ...(hasRead(PEER_GONE) ? [`Bob read "${PEER_GONE}"`] : []),
  ];
}

/** The document that owns the microphone and the connection is gone, and the service worker with it: they are one process. */
export const MEDIA_HOST_ROWS: readonly Row[] = [
  {
    fault: "Chromium's offscreen document and service worker are gone at once, with a chat tab open",
    promise: 'rebuilt: sound is back within 5 s, by itself',
    short: true,
    times: 5,
    matters: isChromiums,
    measure: isBack({ withinMs: REBUILT_MS, strike: lose }),
  },
  {
    fault: "Chromium's offscreen document and service worker are gone at once, with no chat tab open",
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
        return lose(call);
      },
      alsoMissed: missesOfTelling,
    }),
  },
  {
    fault: "the extension's process crashes: Chromium stops the extension, and its person loads it again",
    promise: `both read it; ${REJOIN_PROMISE}`,
    short: false,
    spoils: true,
    times: 1,
    matters: isChromiums,
    measure: isBackAfterRejoin(async ({ ada, bob }) => {
      const startMs = Date.now();
      const chromium = asChromium(ada.person);
      await chromium.crashExtension();
      await until('Bob reads it', () =>
        bob.sees.since(startMs).some(({ text }) => text.includes('Reconnecting…')),
      );
      await until('Ada reads it', () => ada.sees.now.includes('Earshot has stopped.'));
      // a page that is open would say it itself, and there would be no notification
      await ada.person.openPage('about:blank');
      await ada.page.close();
      await chromium.reloadCrashed();
    }),
  },
];
