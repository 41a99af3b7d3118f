import type { Locale } from './page.tsx';

/** One way in which everything must look right. */
export interface Look {
  readonly name: string;
  readonly widthPx: number;
  readonly locale: Locale;
  /** CSS media features (Media Queries 5) that the page sees. */
  readonly features: Readonly<Record<string, string>>;
}

const light = { name: 'light', widthPx: 560, locale: 'english', features: {} } as const;

export const LOOKS: readonly Look[] = [
  light,
  { ...light, name: 'dark', features: { 'prefers-color-scheme': 'dark' } },
  { ...light, name: 'narrow', widthPx: 320 },
  {
    ...light,
    name: 'forced colours',
    features: { 'forced-colors': 'active', 'prefers-color-scheme': 'dark' },
  },
  { ...light, name: 'right to left', locale: 'right-to-left' },
  { ...light, name: 'long', widthPx: 320, locale: 'long' },
];
