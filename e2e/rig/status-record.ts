import type { ElementHandle, JSHandle } from 'puppeteer';
import { until } from './until.ts';

interface Said {
  readonly atMs: number;
  readonly text: string;
}

/** When each status text appeared, to the millisecond, noted inside the page. */
export interface StatusRecord {
  /** Unix time in ms at which a status first contained that text. Waits for it until the deadline. */
  firstAt(text: string, deadlineMs?: number): Promise<number>;
}

/** Notes from now on what the status lines say that share a shadow root with this element. */
export async function recordStatuses(element: ElementHandle): Promise<StatusRecord> {
  const record: JSHandle<Said[]> = await element.evaluateHandle((node) => {
    const root = node.getRootNode() as ShadowRoot;
    const said: Said[] = [];
    const note = () => {
      for (const status of root.querySelectorAll('[role=status], output')) {
        const text = (status.textContent ?? '').replaceAll(/[\u2066-\u2069]/g, '');
        if (said.at(-1)?.text !== text) said.push({ atMs: Date.now(), text });
      }
    };
    new MutationObserver(note).observe(root, { subtree: true, childList: true, characterData: true });
    note();
    return said;
  });
  return {
    firstAt: async (text, deadlineMs = 15_000) =>
      until(
        `a status said "${text}"`,
        async () => (await record.jsonValue()).find((each) => each.text.includes(text))?.atMs,
        deadlineMs,
      ),
  };
}
