import { expect, test } from 'vitest';
import { browsersOf } from './browsers.ts';

test.each([
  ['chrome', ['chromium', 'chromium']],
  ['firefox', ['firefox', 'firefox']],
  ['chrome,firefox', ['chromium', 'firefox']],
  ['Firefox, Chromium', ['firefox', 'chromium']],
  ['safari', undefined],
  ['chrome,safari', undefined],
  ['chrome,firefox,chrome', undefined],
  ['', undefined],
])('--browser "%s" means %s', (written, browsers) => {
  expect(browsersOf(written)).toEqual(browsers);
});
