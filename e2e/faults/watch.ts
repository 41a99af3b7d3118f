import { setTimeout } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { allByRole, textOf } from '../rig/roles.ts';

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
      const text = await this.#look();
      if (text !== undefined && text !== this.now) this.#said.push({ atMs: Date.now(), text });
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  async #look(): Promise<string | undefined> {
    try {
      const page = this.#page();
      if (page.isClosed()) return undefined;
      // a page that is going may never answer
      const texts = await Promise.race([ourStatuses(page), setTimeout(2_000, undefined)]);
      return texts?.join(' ');
    } catch {
      return undefined;
    }
  }
}

/** What the extension says on a chat page, without what the page itself says. */
async function ourStatuses(page: Page): Promise<string[]> {
  const found = await allByRole(page, 'status');
  const texts = await Promise.all(
    found.map(async (each) => {
      const isOurs = await each.evaluate((element) => element.getRootNode() instanceof ShadowRoot);
      return isOurs ? textOf(each) : '';
    }),
  );
  return texts.filter(Boolean);
}
