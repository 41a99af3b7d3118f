import type { ElementHandle, Page } from 'puppeteer';
import { contextIdOf, handleOf, sendBidi } from './bidi.ts';
import type { RemoteNode } from './bidi.ts';

/** The elements that hold our closed shadow roots in a chat page. */
const OUR_HOSTS = 'earshot-control, earshot-overlay';

/**
 * puppeteer's `aria/` and `pierce/` do not look into closed shadow roots in Firefox. BiDi itself does: it names the
 * root of a host that it is asked for (`includeShadowTree: 'all'`), and takes it as a start for the next question.
 * Also in a tab that is not in front. 20 to 40 ms, in which the browser does little else.
 */
export async function allByRoleInFirefox(page: Page, role: string, name?: string): Promise<ElementHandle[]> {
  const roots = await rootsOf(page, OUR_HOSTS);
  const locator = { type: 'accessibility', value: name === undefined ? { role } : { role, name } };
  const found = await Promise.all([
    locate(page, { locator }),
    roots.length > 0
      ? locate(page, { locator, startNodes: roots.map(({ sharedId }) => ({ sharedId })) })
      : [],
  ]);
  return found.flat().map((node) => handleOf(page, node));
}

/** The closed shadow root of the element that this CSS selects, if there is one. */
export async function shadowRootInFirefox(page: Page, host: string): Promise<ElementHandle | undefined> {
  const [root] = await rootsOf(page, host);
  return root && handleOf(page, root);
}

async function rootsOf(page: Page, hosts: string): Promise<RemoteNode[]> {
  const found = await locate(page, {
    locator: { type: 'css', value: hosts },
    serializationOptions: { includeShadowTree: 'all', maxDomDepth: 0 },
  });
  return found.flatMap((host) => host.value?.shadowRoot ?? []);
}

async function locate(page: Page, question: object): Promise<RemoteNode[]> {
  const { nodes } = await sendBidi<{ nodes: RemoteNode[] }>(page.browser(), 'browsingContext.locateNodes', {
    context: contextIdOf(page),
    ...question,
  });
  return nodes;
}
