import type { Browser, ElementHandle, Page } from 'puppeteer';

/** A node as WebDriver BiDi names it (https://w3c.github.io/webdriver-bidi/#type-script-NodeRemoteValue); what we use of it. */
export interface RemoteNode {
  readonly type: 'node';
  readonly sharedId: string;
  readonly value?: { readonly shadowRoot?: RemoteNode | null };
}

/** puppeteer's own connection, for what it has no words for. Not in its types: seen in 25.16. */
interface Connection {
  send(method: string, parameters: object): Promise<{ readonly result: unknown }>;
  emit(event: string, parameters: object): void;
}

/** Sends a BiDi command and returns its result, whose shape is the caller's to know. */
export async function sendBidi<Result>(
  browser: Browser,
  method: string,
  parameters: object,
): Promise<Result> {
  return (await connectionOf(browser).send(method, parameters)).result as Result;
}

/** Lets puppeteer believe that the browser sent this event. */
export function pretendBidi(browser: Browser, event: string, parameters: object): void {
  connectionOf(browser).emit(event, parameters);
}

/** Whether puppeteer drives this browser by BiDi (Firefox), else by CDP (Chromium). */
export function speaksBidi(browser: Browser): boolean {
  return (browser as unknown as { readonly protocol: string }).protocol === 'webDriverBiDi';
}

/** BiDi's id of the page's main frame. */
export function contextIdOf(page: Page): string {
  // puppeteer's own name for it
  // eslint-disable-next-line no-underscore-dangle
  return (page.mainFrame() as unknown as { readonly _id: string })._id;
}

/** puppeteer's handle of a node in the page's main frame. */
export function handleOf(page: Page, node: RemoteNode): ElementHandle {
  const frame = page.mainFrame() as unknown as {
    mainRealm(): { createHandle(value: RemoteNode): ElementHandle };
  };
  return frame.mainRealm().createHandle(node);
}

function connectionOf(browser: Browser): Connection {
  return (browser as unknown as { readonly connection: Connection }).connection;
}
