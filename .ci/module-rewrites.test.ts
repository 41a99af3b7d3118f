import { expect, test } from 'vitest';
import { createModuleRewrites, rewritten } from './module-rewrites.ts';

const rewrite = { module: '/pack/globals.js', from: 'eval(a)', to: 'b' };

test('the text is replaced, whatever stands around it', () => {
  expect(rewritten('x = eval(a);\n', rewrite)).toBe('x = b;\n');
});

test.each([
  ['is gone', 'x = a;', 'found 0 times'],
  ['is there twice', 'eval(a); eval(a);', 'found 2 times'],
])('the build fails where the text %s', (_, code, message) => {
  expect(() => rewritten(code, rewrite)).toThrow(message);
});

test('the build fails where a module never came by', () => {
  expect(() => createModuleRewrites([rewrite]).check()).toThrow('Not part of the build: /pack/globals.js');
});
