import type { ConversationKey } from './conversation-id.ts';

/** The page as an adapter may see it: given, never taken from globals. */
export interface Page {
  readonly document: Document;
  readonly url: URL;
}

/** Where the button goes, and which element of the page it should look like. */
export interface ButtonPlace {
  readonly parent: Element;
  /** Null: at the end. */
  readonly before: Element | null;
  /** A button of the page whose font, height and radius ours takes; null: the parent's font. */
  readonly like: Element | null;
}

/** What a recognised page shows now. An adapter gives names as the page writes them; `readingOf` cleans them. */
export interface Reading {
  readonly key: ConversationKey;
  readonly title: string;
  readonly me: string;
  /** As the page lists them: it may list me, list strangers, or repeat a name. */
  readonly people: readonly string[];
  readonly button: ButtonPlace;
  /** The call server that the page proposes, as it writes it; without it the page's `<meta name="earshot-server">` counts. */
  readonly server?: string | null;
}

/** The description of one chat app. It reads the page it is given, and changes nothing there. */
export interface Adapter {
  readonly name: string;
  /** The day its selectors were last seen to hold on the real app: YYYY-MM-DD. */
  readonly checkedOn: string;
  /** Strict and cheap: is this page that app? Runs in the detector on every matching page. */
  recognises(page: Page): boolean;
  /** What it shows; undefined while no conversation is on the page. */
  read(page: Page): Reading | undefined;
}
