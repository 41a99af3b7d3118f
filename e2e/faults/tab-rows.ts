import { byRole } from '../rig/roles.ts';
import { demoChatUrl, enterDemoChat } from '../rig/demo-chat.ts';
import { costsNothing } from './row.ts';
import type { Row } from './row.ts';

const promise = 'the call does not live in the tab: no gap';

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
      for (const { page, person } of sides) {
        await page.goto(demoChatUrl(server, person.name, 'tea'));
        await byRole(page, 'region', 'Audio call');
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
      for (const { page } of sides) {
        await page.reload();
        await byRole(page, 'region', 'Audio call');
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
        side.page = (await enterDemoChat(side.person, server)).page;
        await byRole(side.page, 'region', 'Audio call');
        await other.close();
      }
    }),
  },
];
