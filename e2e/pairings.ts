import type { BrowserName } from './rig/person.ts';

/** What a test's `tags` say of the browsers it is run in; one without any runs in every pairing of `npm run test:all`. */
export const TAGS = [
  { name: 'everywhere', description: 'the short set: run in each pairing by npm test' },
  {
    name: 'each-browser',
    description:
      'what does not depend on the other side: run by npm test with Chromium alone and with Firefox alone',
  },
  { name: 'chromium', description: 'what only Chromium has, or no browser at all: run with Chromium alone' },
  { name: 'firefox', description: 'what only Firefox has: run with Firefox alone, by npm run test:all' },
  { name: 'long', description: 'what npm test has no time for: run in every pairing by npm run test:all' },
] as const;

type Tag = (typeof TAGS)[number]['name'];

/** Which tests: those with one of these tags, or those with none of these. */
export type Choice = { readonly only: readonly Tag[] } | { readonly without: readonly Tag[] };

export interface Pairing {
  /** Of the vitest project. */
  readonly name: string;
  /** The first person's browser, who calls in most tests, and the second's; a third has the first one's again. */
  readonly browsers: readonly [BrowserName, BrowserName];
  /** Of `npm test`. */
  readonly short: Choice;
  /** Of `npm run test:all`. */
  readonly all: Choice;
  /** What of that is not in `npm test`: of `npm run test:rest`. */
  readonly rest: Choice;
}

export const PAIRINGS: readonly Pairing[] = [
  {
    name: 'e2e',
    browsers: ['chromium', 'chromium'],
    short: { without: ['firefox', 'long'] },
    all: { without: ['firefox'] },
    rest: { only: ['long'] },
  },
  {
    name: 'firefox-firefox',
    browsers: ['firefox', 'firefox'],
    short: { only: ['everywhere', 'each-browser'] },
    all: { without: ['chromium'] },
    rest: { without: ['chromium', 'everywhere', 'each-browser'] },
  },
  {
    name: 'chromium-firefox',
    browsers: ['chromium', 'firefox'],
    short: { only: ['everywhere'] },
    all: { without: ['chromium', 'firefox'] },
    rest: { without: ['chromium', 'firefox', 'everywhere'] },
  },
  {
    name: 'firefox-chromium',
    browsers: ['firefox', 'chromium'],
    short: { only: ['everywhere'] },
    all: { without: ['chromium', 'firefox'] },
    rest: { without: ['chromium', 'firefox', 'everywhere'] },
  },
];

/** The vitest project of that pairing's faults. */
export function faultsProject(pairing: string): string {
  return `faults-${pairing}`;
}

/** The choice in vitest's words (`tagsFilter`). */
export function tagsFilter(choice: Choice): string {
  return 'only' in choice
    ? choice.only.join(' or ')
    : choice.without.map((tag) => `not ${tag}`).join(' and ');
}

/** Whether a test with these tags is chosen. */
export function isChosen(tags: readonly string[], choice: Choice): boolean {
  return 'only' in choice
    ? choice.only.some((tag) => tags.includes(tag))
    : !choice.without.some((tag) => tags.includes(tag));
}

declare module 'vitest' {
  interface ProvidedContext {
    browsers: readonly BrowserName[];
  }
}
