import { setTimeout } from 'node:timers/promises';
import type { JSHandle, Page } from 'puppeteer';
import { speaksBidi } from '../rig/bidi.ts';
import { shadowRootInFirefox } from '../rig/firefox-roles.ts';
import { allByRole } from '../rig/roles.ts';

const LOOK_EVERY_MS = 200;

/** What a page said at some moment. */
export interface Said {
  /** Unix time in ms at which it was first seen, within about 250 ms. */
  readonly atMs: number;
  readonly text: string;
}

/** Reads over a person's shoulder: what the status lines of their chat page say, over time. */
export class Watch {
  readonly #said: Said[] = [];
  readonly #page: () => Page;
  /** The shadow root with the status lines, where it was seen last. */
  #root: JSHandle<Node> | undefined;
  #watching = true;

  /** `page`: the one that the person looks at now. One that navigates or is closed says nothing. */
  constructor(page: () => Page) {
    this.#page = page;
    void this.#watch();
  }

  /** What was said from then on, each text once in a row; first what it said when that began. */
  since(fromMs: number): Said[] {
    const before = this.#said.findLast(({ atMs }) => atMs < fromMs);
    return [...(before ? [before] : []), ...this.#said.filter(({ atMs }) => atMs >= fromMs)];
  }

  /** What it says now. */
  get now(): string {
    return this.#said.at(-1)?.text ?? '';
  }

  /** Another page is looked at from now on, of which nothing is known yet. */
  forget(): void {
    this.#said.push({ atMs: Date.now(), text: '' });
  }

  stop(): void {
    this.#watching = false;
  }

  async #watch(): Promise<void> {
    while (this.#watching) {
      await setTimeout(LOOK_EVERY_MS);
      const text = await this.#look();
      if (text !== undefined && text !== this.now) this.#said.push({ atMs: Date.now(), text });
    }
  }

  async #look(): Promise<string | undefined> {
    const page = this.#page();
    if (page.isClosed()) return undefined;
    // a page that is going may never answer
    return Promise.race([this.#read(page), setTimeout(2_000, undefined)]);
  }

  /** To find the root keeps Firefox so busy that it can be heard: it is looked for only when it is gone. */
  async #read(page: Page): Promise<string | undefined> {
    try {
      const said = this.#root && (await saidIn(this.#root));
      if (said !== undefined) return said;
    } catch {
      // its page is gone
    }
    try {
      this.#root = await rootOf(page);
      return this.#root ? await saidIn(this.#root) : '';
    } catch {
      return undefined;
    }
  }
}

/** Where the extension says something on a chat page. The page itself may have status lines too. */
async function rootOf(page: Page): Promise<JSHandle<Node> | undefined> {
  if (speaksBidi(page.browser())) return shadowRootInFirefox(page, 'earshot-control');
  for (const status of await allByRole(page, 'status')) {
    const root = await status.evaluateHandle((element) => element.getRootNode());
    if (await root.evaluate((node) => node instanceof ShadowRoot)) return root;
  }
  return undefined;
}

/** What the status lines in a root say, as `textOf` has it; undefined where the root is on no page any more. */
async function saidIn(root: JSHandle<Node>): Promise<string | undefined> {
  return root.evaluate((node) => {
    if (!node.isConnected) return undefined;
    return [...(node as ShadowRoot).querySelectorAll('[role=status]')]
      .map(({ textContent }) => textContent.replaceAll(/[\u2066-\u2069]/g, '').replaceAll(/\s+/g, ' '))
      .map((text) => text.trim())
      .filter(Boolean)
      .join(' ');
  });
}
