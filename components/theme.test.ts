import { describe, expect, test } from 'vitest';
import { THEME } from './theme.ts';

/** WCAG 2.2, 1.4.3: the least contrast of text. */
const LEAST = 4.5;

/** The custom properties of one colour scheme. */
function colours(scheme: 'light' | 'dark'): Map<string, string> {
  const [light = '', dark = ''] = THEME.split('prefers-color-scheme: dark');
  const part = scheme === 'light' ? light : dark;
  return new Map(
    [...part.matchAll(/--([\w-]+):\s*(#\w+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replaceAll(/\w/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Each text colour with what it stands on. */
const PAIRS = [
  ['text', 'surface'],
  ['text', 'raised'],
  ['text', 'warn-soft'],
  ['text', 'stop-soft'],
  ['soft', 'surface'],
  ['soft', 'raised'],
  ['go', 'surface'],
  ['go', 'go-soft'],
  ['go', 'warn-soft'],
  ['go', 'stop-soft'],
  ['stop', 'surface'],
  ['warn', 'warn-soft'],
  ['on-go', 'go'],
  ['on-stop', 'stop'],
] as const;

describe.each(['light', 'dark'] as const)('the %s theme', (scheme) => {
  const found = colours(scheme);
  test.each(PAIRS)('can be read: %s on %s', (text, ground) => {
    expect(contrast(found.get(text) ?? '', found.get(ground) ?? '')).toBeGreaterThanOrEqual(LEAST);
  });
});

test('contrast is measured as WCAG says', () => {
  expect(contrast('#000', '#ffffff')).toBe(21);
  expect(contrast('#777', '#fff')).toBeCloseTo(4.48, 2);
});
