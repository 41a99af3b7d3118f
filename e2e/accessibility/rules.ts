/** axe's rules that are switched off, each with its reason. Those that axe itself has given up (`deprecated`) never run. */
export const OFF = {
  everywhere: {
    'css-orientation-lock':
      'reads style sheets that came with the page; ours are constructed, and it can tell nothing of those',
    // above what we promise, WCAG 2.2 AA
    'color-contrast-enhanced': 'AAA: the promise is 4.5:1',
    'identical-links-same-purpose': 'AAA',
    'meta-refresh-no-exceptions': 'AAA',
  },
  /** What is put into somebody else's page: the page around it is theirs. */
  inAnothersPage: {
    'landmark-one-main': 'the main part is the chat',
    'page-has-heading-one': 'so is the heading',
    region: 'it stands in the chat, wherever that keeps its buttons',
  },
  /** Looks that have the colours of another one. */
  sameColours: { 'color-contrast': 'measured in light and in dark' },
  forcedColours: {
    'color-contrast':
      'the browser chooses them; axe reads -webkit-text-fill-color, which says what they were before',
  },
  /** The pseudo-locale says everything twice, so a text is not in a longer one that begins like it. */
  long: { 'label-content-name-mismatch': 'judged by the texts as they are' },
} as const satisfies Record<string, Record<string, string>>;

/**
 * Doubts of axe (`incomplete`) that say nothing; all others count as findings. Each is a `messageKey` of `color-contrast`.
 */
export const EMPTY_DOUBTS: Readonly<Record<string, string>> = {
  bgOverlap: 'a longer text lies over it, as in the states with a long name: it is measured in the others',
  nonBmp: 'the ✓ is a drawing, and hidden from screen readers; the words beside it say the same',
};
