import type { ElementHandle, Page } from 'puppeteer';
import { contextIdOf, handleOf, sendBidi } from './bidi.ts';
import type { RemoteNode } from './bidi.ts';

/** The elements that hold our closed shadow roots in a chat page. */
const OUR_HOSTS = 'earshot-control, earshot-overlay';

/**
 * puppeteer's `aria/` and `pierce/` do not look into closed shadow roots in Firefox. BiDi itself does: it names the
 * root of a host that it is asked for (`includeShadowTree: 'all'`), and takes it as a start for the next question.
 * Also in a tab that is not in front. 20 to 40 ms.
 */
export async function allByRoleInFirefox(page: Page, role: string, name?: string): Promise<ElementHandle[]> {
  const locate = async (question: object) => {
    const { nodes } = await sendBidi<{ nodes: RemoteNode[] }>(page.browser(), 'browsingContext.locateNodes', {
      context: contextIdOf(page),
      ...question,
    });
    return nodes;
  };
  const hosts = await locate({
    locator: { type: 'css', value: OUR_HOSTS },
    serializationOptions: { includeShadowTree: 'all', maxDomDepth: 0 },
  });
  const roots = hosts.flatMap((host) => host.value?.shadowRoot ?? []);
  const locator = { type: 'accessibility', value: name === undefined ? { role } : { role, name } };
  const found = await Promise.all([
    locate({ locator }),
    roots.length > 0 ? locate({ locator, startNodes: roots.map(({ sharedId }) => ({ sharedId })) }) : [],
  ]);
  return found.flat().map((node) => handleOf(page, node));
}
