import type { JSX } from 'solid-js';
import { render } from 'solid-js/web';
import { styleSheet } from '@/components/style-sheet.ts';
import { THEME } from '@/components/theme.ts';
import { textLanguage } from '@/lib/i18n/sentence.ts';

/** The two elements that Earshot puts on a page. The page sees these and nothing within. */
export const CONTROL_TAG = 'earshot-control';
export const OVERLAY_TAG = 'earshot-overlay';

export interface Host {
  readonly element: HTMLElement;
  /** Whether it looks as it should: a page that moves it through another document undresses it. */
  isDressed(): boolean;
  /** Puts it there, in front of `before` or at the end, and dresses it. */
  put(parent: Element, before: Element | null): void;
  remove(): void;
}

/** When whoever made a host came to the page, in ms since the epoch. */
const BORN = 'data-born';

/** An element with a closed shadow root that renders `content`. It is not on the page yet. */
export function createHost(tag: string, bornMs: number, style: string, content: () => JSX.Element): Host {
  // made where no page's scripts are: one that defines our tag as an element of its own gets no root of it (ElementInternals)
  const element = document.adoptNode(document.implementation.createHTMLDocument('').createElement(tag));
  element.setAttribute(BORN, String(bornMs));
  // the page may be in another language than our texts, and written in the other direction
  Object.assign(element, textLanguage());
  const root = element.attachShadow({ mode: 'closed' });
  const sheet = styleSheet(THEME + style + HOST_STYLE);
  // Chrome's `window.find` looks into closed roots, but not into one of these
  const dispose = render(content, root.appendChild(document.createElement('object')));
  return {
    element,
    isDressed: () => root.adoptedStyleSheets.length > 0,
    put(parent, before) {
      parent.insertBefore(element, before);
      root.adoptedStyleSheets = [sheet];
    },
    remove() {
      dispose();
      element.remove();
    },
  };
}

/** What stands on this page and is none of `mine`: an orphan's, a successor's, or what a page made by copying ours. */
export function hostsOfOthers(mine: readonly Element[]): readonly Element[] {
  return [...document.querySelectorAll(`${CONTROL_TAG}, ${OVERLAY_TAG}`)].filter(
    (each) => !mine.includes(each),
  );
}

/**
 * Whether a host is of an Earshot that came after the one that was born at `bornMs`. A copy that the page made (it wrote
 * its own HTML once more, or brought back an earlier picture of itself) is not.
 */
export function isNewer(host: Element, bornMs: number): boolean {
  return Number(host.getAttribute(BORN)) > bornMs;
}

/** What is selected the page can read, also from a closed root. */
const HOST_STYLE = `
:host { user-select: none !important; }
object { display: flex; max-width: 100%; }
`;

export const CONTROL_HOST_STYLE = `
:host { display: inline-flex !important; max-width: 100%; margin: 0 6px !important; vertical-align: middle; visibility: visible !important; }
`;

export const OVERLAY_HOST_STYLE = `
:host {
  all: initial !important; position: fixed !important; inset: 0 !important; z-index: 2147483647 !important;
  display: block !important; pointer-events: none !important;
}
.overlay-bar { position: absolute; inset-block-start: 60px; inset-inline: 10px; display: flex; justify-content: center; }
.overlay-prompt { position: absolute; inset-block-start: 72px; inset-inline: 12px; display: grid; gap: 10px; justify-content: end; grid-template-columns: minmax(0, 340px); }
.overlay-bar > *, .overlay-prompt > * { pointer-events: auto; }
`;
