import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { OUTCOMES } from '../call/outcome.ts';
import { MediaTrouble } from '../call/trouble.ts';
import { PlaceTrouble } from '../messaging/view.ts';

const sources = globSync(['{components,entrypoints,lib}/**/*.{ts,tsx,html}', 'wxt.config.ts'])
  .filter((path) => !/[.]test[.]tsx?$|^components[/](gallery|testing)[/]/.test(path))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

/** Keys that are put together, one for each member of a list. */
const composed = new Set([
  ...OUTCOMES.map((code) => `outcome_${code.replaceAll('-', '_')}`),
  ...MediaTrouble.options.map((trouble) => `sound_${trouble.replaceAll('-', '_')}`),
  ...PlaceTrouble.options.map((trouble) => `trouble_${trouble.replaceAll('-', '_')}`),
]);

describe('the locale file', () => {
  const keys = Object.keys(messages);

  test('has no text that nothing uses', () => {
    const used = (key: string) =>
      composed.has(key) || [`'${key}'`, `"${key}"`, `__MSG_${key}__`].some((each) => sources.includes(each));
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });

  test('has every text that is put together', () => {
    expect([...composed].filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('has whole texts', () => {
    const broken = Object.entries(messages).filter(([, { message }]) => !/^\S(.*\S)?$/.test(message));
    expect(broken).toEqual([]);
  });
});
