import { expect, test } from 'vitest';
import { openerOf } from './origins.ts';

test.each([
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'extension'],
  ['moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc', 'extension'],
  [undefined, 'no-browser'],
  ['http://localhost:4080', 'own-page'],
  ['https://localhost:4080', 'own-page'],
  ['http://localhost:3000', 'foreign-page'],
  ['http://localhost', 'foreign-page'],
  ['https://chat.example.org', 'foreign-page'],
  ['https://chat.example.org/?chrome-extension://abc', 'foreign-page'],
  ['safari-web-extension://abc', 'foreign-page'],
  ['null', 'foreign-page'],
  ['', 'foreign-page'],
])('origin %s is %s', (origin, opener) => {
  const headers = { host: 'localhost:4080', ...(origin !== undefined && { origin }) };
  expect(openerOf({ headers })).toBe(opener);
});

test('without a Host header no page is the own one', () => {
  expect(openerOf({ headers: { origin: 'http://undefined' } })).toBe('foreign-page');
});
