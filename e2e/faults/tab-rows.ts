import { demoChatUrl } from '../rig/demo-chat.ts';
import { until } from '../rig/until.ts';
import type { Side } from './live-call.ts';
import { costsNothing, isInCall } from './row.ts';
import type { Row } from './row.ts';

const promise = 'the call does not live in the tab: no gap';

/** The new page says that there is a call. Looking for it oneself would keep the browser busy. */
async function isShown(side: Side): Promise<void> {
  side.sees.forget();
  await until('the page says that there is a call', () => isInCall(side), 10_000);
}

/** What happens to the chat tab costs a call nothing. */
export const TAB_ROWS: readonly Row[] = [
  {
    fault: 'the chat tab goes to another page and back',
    promise,
    short: true,
    times: 1,
    matters: () => true,
    measure: costsNothing(async ({ server, sides }) => {
      for (const { page } of sides) await page.goto('about:blank');
      for (const side of sides) {
        await side.page.goto(demoChatUrl(server, side.person.name, 'tea'));
        await isShown(side);
      }
    }),
  },
  {
    fault: 'the chat tab is reloaded',
    promise,
    short: true,
    times: 1,
    matters: () => true,
    measure: costsNothing(async ({ sides }) => {
      for (const side of sides) {
        await side.page.reload();
        await isShown(side);
      }
    }),
  },
  {
    fault: 'the chat tab is closed, and opened again',
    promise,
    short: false,
    times: 1,
    matters: () => true,
    measure: costsNothing(async ({ server, sides }) => {
      for (const side of sides) {
        // the browser would close with its last tab
        const other = await side.person.openPage('about:blank');
        await side.page.close();
        side.page = await side.person.openPage(demoChatUrl(server, side.person.name, 'tea'));
        await isShown(side);
        await other.close();
      }
    }),
  },
];
