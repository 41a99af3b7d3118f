import { demoChatUrl } from '../rig/demo-chat.ts';
import type { Person } from '../rig/person.ts';
import { byRole, press } from '../rig/roles.ts';
import { until } from '../rig/until.ts';
import { untilSteady } from './live-call.ts';
import { gapSince, seenSince } from './row.ts';
import type { Row } from './row.ts';

const REJOIN = 'Rejoin the call with Bob';
const OFFERED_MS = 15_000;

/** A browser that crashes is one that its person starts again. */
export const BROWSER_ROWS: readonly Row[] = [
  {
    fault: 'the browser is killed, and started again with the same profile',
    promise: '"Rejoin the call with NAME" in page, popup and notification; a click, and the call is back',
    short: false,
    spoils: true,
    installed: true,
    times: 1,
    matters: ([first, second]) => first === second,
    async measure(call) {
      const { ada, server, sides } = call;
      const startMs = Date.now();
      await ada.person.kill();
      ada.person = await ada.person.restart();
      const page = await ada.person.openPage(demoChatUrl(server, 'Ada', 'tea'));
      ada.page = page;
      const misses = await missesOfOffer(ada.person, async () => byRole(page, 'button', REJOIN, OFFERED_MS));
      await page.bringToFront();
      await press(page, REJOIN);
      const clickedMs = Date.now();
      const since = await untilSteady(sides, clickedMs, 30_000).catch(() => undefined);
      if (!since) misses.push('Sound was not back within 30 s of the click');
      return {
        undisturbedMs: call.undisturbedMs,
        madeUpMs: undefined,
        gaps: [gapSince(call, startMs)],
        backMs: since ? [Math.round(Math.max(...since) - clickedMs)] : [],
        recovered: since ? 'after a click' : 'no',
        saw: seenSince(call, startMs),
        misses,
      };
    },
  },
];

/** Looks for the offer in each place: what is missing, in sentences. */
async function missesOfOffer(person: Person, inPage: () => Promise<unknown>): Promise<string[]> {
  const places = {
    page: inPage,
    notification: async () =>
      until('there is a notification', async () => (await person.notifications()).length > 0, OFFERED_MS),
    popup: async () => {
      const popup = await person.openPopup();
      await byRole(popup, 'button', REJOIN);
      await popup.close();
    },
  };
  const misses: string[] = [];
  for (const [place, look] of Object.entries(places)) {
    await look().catch(() => misses.push(`Nothing in the ${place} leads back into the call`));
  }
  return misses;
}
