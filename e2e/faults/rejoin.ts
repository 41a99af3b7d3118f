import { demoChatUrl } from '../rig/demo-chat.ts';
import type { Person } from '../rig/person.ts';
import { byRole, press } from '../rig/roles.ts';
import { until } from '../rig/until.ts';
import { untilSteady } from './live-call.ts';
import type { LiveCall } from './live-call.ts';
import { gapSince, seenSince } from './row.ts';
import type { Row } from './row.ts';

const REJOIN = 'Rejoin the call with Bob';
const OFFERED_MS = 15_000;
const PATIENCE_MS = 30_000;

export const REJOIN_PROMISE =
  '"Rejoin the call with NAME" in page, popup and notification; a click, and the call is back';

/** After this fault Ada is offered the way back into the call in three places, and takes it. */
export function isBackAfterRejoin(strike: (call: LiveCall) => Promise<void>): Row['measure'] {
  return async (call) => {
    const { ada, server, sides } = call;
    const startMs = Date.now();
    await strike(call);
    const page = await ada.person.openPage(demoChatUrl(server, 'Ada', 'tea'));
    ada.page = page;
    const misses = await missesOfOffer(ada.person, async () => byRole(page, 'button', REJOIN, OFFERED_MS));
    await page.bringToFront();
    const clickedMs = await press(page, REJOIN).then(Date.now, () => undefined);
    const since =
      clickedMs === undefined
        ? undefined
        : await untilSteady(sides, clickedMs, PATIENCE_MS).catch(() => undefined);
    if (!since) misses.push(`Sound was not back within ${PATIENCE_MS / 1000} s of the click`);
    return {
      undisturbedMs: call.undisturbedMs,
      madeUpMs: undefined,
      gaps: [gapSince(call, startMs)],
      backMs: since && clickedMs !== undefined ? [Math.round(Math.max(...since) - clickedMs)] : [],
      recovered: since ? 'after a click' : 'no',
      saw: seenSince(call, startMs),
      misses,
    };
  };
}

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
