import { expect, test } from 'vitest';
import { isChosen, PAIRINGS, tagsFilter } from './pairings.ts';

test.each([
  [{ only: ['everywhere', 'firefox'] }, 'everywhere or firefox', [true, false, true, false]],
  [{ without: ['chromium', 'firefox'] }, 'not chromium and not firefox', [true, false, false, true]],
] as const)('%j is "%s"', (choice, filter, chosen) => {
  expect(tagsFilter(choice)).toBe(filter);
  const tests = [['everywhere'], ['chromium'], ['firefox'], []];
  expect(tests.map((tags) => isChosen(tags, choice))).toEqual(chosen);
});

test('what only one browser has is tested in it by test:all, and never in another', () => {
  for (const { browsers, short, all } of PAIRINGS) {
    for (const browser of ['chromium', 'firefox']) {
      const alone = browsers.every((each) => each === browser);
      expect(isChosen([browser], all)).toBe(alone);
      if (!alone) expect(isChosen([browser], short)).toBe(false);
    }
  }
});

test('what is run by test:all is run either by npm test or by test:rest', () => {
  for (const { short, all, rest } of PAIRINGS) {
    for (const tags of [['everywhere'], ['each-browser'], ['chromium'], ['firefox'], ['long'], []]) {
      const [isShort, isRest] = [isChosen(tags, short), isChosen(tags, rest)];
      expect(isShort && isRest).toBe(false);
      expect(isChosen(tags, all)).toBe(isShort || isRest);
    }
  }
});
