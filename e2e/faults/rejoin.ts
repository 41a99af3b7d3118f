import type { Page } from 'puppeteer';
import { demoChatUrl } from '../rig/demo-chat.ts';
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
    const { ada, sides } = call;
    const startMs = Date.now();
    await strike(call);
    const misses = await missesOfOffer([
      // while nobody looks at a page that says so itself
      [
        'notification',
        async () =>
          until('there is a notification', async () => (await ada.person.notifications())[0], OFFERED_MS),
      ],
      ['page', async () => openOffer(call)],
      ['popup', async () => offerIn(await ada.person.openPopup())],
    ]);
    const { page } = ada;
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

async function openOffer({ ada, server }: LiveCall): Promise<unknown> {
  ada.page = await ada.person.openPage(demoChatUrl(server, 'Ada', 'tea'));
  return offerIn(ada.page);
}

async function offerIn(page: Page): Promise<unknown> {
  return byRole(page, 'button', REJOIN, OFFERED_MS);
}

type Place = readonly [name: string, look: () => Promise<unknown>];

/** Looks for the offer in each place: what is missing, in sentences. */
async function missesOfOffer(places: readonly Place[]): Promise<string[]> {
  const misses: string[] = [];
  for (const [name, look] of places) {
    await look().catch(() => misses.push(`Nothing in the ${name} leads back into the call`));
  }
  return misses;
}
