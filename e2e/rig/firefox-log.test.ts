import { expect, test } from 'vitest';
import { isTrouble } from './firefox-log.ts';

const OWN = 'moz-extension://0d4b1d52-3a8f-4c51-9f0e-6a7c1b2e5d94/background.js';

test.each([
  ['console.error: "oh no" ({code:1})', true],
  ['console.warn: "hm"', true],
  ['console.error: RSLoader: ', false],
  ['console.info: "earshot" "link" ({state:"idle"})', false],
  [`JavaScript error: ${OWN}, line 1: TypeError: can't access property "x", y is undefined`, true],
  ['JavaScript error: http://localhost:4080/demo/app.js, line 3: Error: thrown', true],
  [
    'JavaScript error: chrome://remote/content/shared/NavigationManager.sys.mjs, line 382: TypeError: x',
    false,
  ],
  ['(firefox-esr:9618): GLib-GObject-CRITICAL **: 22:49:30.176: assertion failed', false],
])('%s', (line, trouble) => {
  expect(isTrouble(line)).toBe(trouble);
});
