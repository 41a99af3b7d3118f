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

/** What a recognised page shows now. All names are as the page writes them. */
export interface Reading {
  readonly key: ConversationKey;
  readonly title: string;
  readonly me: string;
  readonly people: readonly string[];
  readonly button: ButtonPlace;
}

/** The description of one chat app. Pure: it reads the page it is given, and changes nothing. */
export interface Adapter {
  readonly name: string;
  /** The day its selectors were last seen to hold on the real app: YYYY-MM-DD. */
  readonly checkedOn: string;
  /** Strict and cheap: is this page that app? Runs in the detector on every matching page. */
  recognises(page: Page): boolean;
  /** What it shows; undefined while no conversation is on the page. */
  read(page: Page): Reading | undefined;
}
