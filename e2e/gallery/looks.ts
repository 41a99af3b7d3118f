import type { Locale } from './page.tsx';

/** One way in which everything must look right. */
export interface Look {
  readonly name: string;
  readonly widthPx: number;
  readonly locale: Locale;
  /** CSS media features (Media Queries 5) that the page sees. */
  readonly features: Readonly<Record<string, string>>;
  /** By a finger rather than a mouse. */
  readonly touched: boolean;
}

const light = { name: 'light', widthPx: 560, locale: 'english', features: {}, touched: false } as const;

export const LOOKS: readonly Look[] = [
  light,
  { ...light, name: 'dark', features: { 'prefers-color-scheme': 'dark' } },
  { ...light, name: 'narrow', widthPx: 320 },
  {
    ...light,
    name: 'forced colours',
    features: { 'forced-colors': 'active', 'prefers-color-scheme': 'dark' },
  },
  { ...light, name: 'German', widthPx: 320, locale: 'german' },
  { ...light, name: 'Arabic', locale: 'arabic' },
  { ...light, name: 'narrow Arabic', widthPx: 320, locale: 'arabic' },
  { ...light, name: 'long', widthPx: 320, locale: 'long' },
  { ...light, name: 'touched', widthPx: 320, touched: true },
];
