import type { Browser, Page } from 'puppeteer';
import { contextIdOf, pretendBidi, sendBidi } from './bidi.ts';
import { until } from './until.ts';

/** A document of the extension's own. */
export interface OwnDocument {
  readonly kind: 'background' | 'popup' | 'tab';
  readonly url: string;
  /** BiDi's id of its frame. */
  readonly context: string;
}

/** On a busy machine puppeteer now and then misses a tab that the extension opens, for good. */
const TAB_PATIENCE_MS = 3_000;

/** Firefox's own code, as its developers' console reaches it (`--remote-allow-system-access`). */
export interface FirefoxScope {
  /**
   * Runs JavaScript with Firefox's own rights; `extension` is Firefox's object of ours, `window` its first window.
   * The last expression's JSON comes back.
   */
  evaluate<Result>(body: string): Promise<Result>;
  /** The extension's documents that are open. */
  documents(): Promise<OwnDocument[]>;
  /** Waits for one of the extension's documents, and returns it as a page. */
  page(what: string, is: (document: OwnDocument) => boolean): Promise<Page>;
}

/**
 * puppeteer and BiDi know tabs only. Firefox's side of BiDi finds a document by the `<browser>` element that shows it,
 * and looks for that among the tabs: told to look among the extension's popups and background too, it serves
 * everything for them (trusted clicks as well), and puppeteer makes a page of what it thinks is a new tab.
 */
export async function enterFirefoxScope(browser: Browser, extensionId: string): Promise<FirefoxScope> {
  interface Tree {
    readonly contexts: readonly { readonly context: string; readonly clientWindow: string }[];
  }
  const { contexts } = await sendBidi<Tree>(browser, 'browsingContext.getTree', {
    'moz:scope': 'chrome',
    maxDepth: 0,
  });
  const [firstWindow] = contexts;
  if (!firstWindow) throw new Error('Firefox has no window');

  const evaluate = async <Result>(body: string): Promise<Result> => {
    interface Answer {
      readonly type: string;
      readonly result?: { readonly value?: string };
      readonly exceptionDetails?: { readonly text: string };
    }
    const answer = await sendBidi<Answer>(browser, 'script.evaluate', {
      target: { context: firstWindow.context },
      awaitPromise: true,
      expression: `(async () => {
        const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
        const extension = WebExtensionPolicy.getByID(${JSON.stringify(extensionId)}).extension;
        return JSON.stringify(await (async () => { ${body} })());
      })()`,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
    return (answer.result?.value === undefined ? undefined : JSON.parse(answer.result.value)) as Result;
  };

  await evaluate(`
    const original = NavigableManager.getBrowserById.bind(NavigableManager);
    const own = () => [...extension.views].map((view) => view.xulBrowser).filter(Boolean);
    NavigableManager.getBrowserById = (id) =>
      original(id) ?? own().find((each) => NavigableManager.getIdForBrowser(each) === id) ?? null;
  `);
  const documents = async () =>
    evaluate<OwnDocument[]>(`
      // a popup is loaded in an element that nobody sees, and then moves to another
      const settled = (view) => view.active && view.xulBrowser && !view.xulBrowser.matches('.webextension-preload-browser');
      return [...extension.views].filter(settled).map((view) => {
        // what an id is tied to; popups come without it
        view.xulBrowser.permanentKey ??= {};
        return {
          kind: view.viewType,
          url: view.uri.spec,
          context: NavigableManager.getIdForBrowser(view.xulBrowser),
        };
      });
    `);
  const pageOf = async ({ context, url, kind }: OwnDocument, waitedMs: number): Promise<Page | undefined> => {
    const known = async () => (await browser.pages()).find((page) => contextIdOf(page) === context);
    const page = await known();
    if (page || (kind === 'tab' && waitedMs < TAB_PATIENCE_MS)) return page;
    pretendBidi(browser, 'browsingContext.contextCreated', {
      context,
      url,
      clientWindow: firstWindow.clientWindow,
      userContext: 'default',
      parent: null,
      children: null,
      originalOpener: null,
    });
    return known();
  };
  return {
    evaluate,
    documents,
    page: async (what, is) => {
      const startMs = performance.now();
      let seen: readonly OwnDocument[] = [];
      try {
        return await until(what, async () => {
          seen = await documents();
          const found = seen.find(is);
          return found && pageOf(found, performance.now() - startMs);
        });
      } catch (error) {
        throw new Error(`${what}: no; the extension shows ${JSON.stringify(seen)}`, { cause: error });
      }
    },
  };
}
