import { expect, test } from 'vitest';
import { isEncrypted, isOnThisMachine, normalServerUrl } from './server-url.ts';

test.each([
  ['http://localhost:4080', 'http://localhost:4080'],
  [' https://Calls.Example.org/ ', 'https://calls.example.org'],
  ['https://example.org/earshot/', 'https://example.org/earshot'],
  ['calls.example.org', 'https://calls.example.org'],
  ['localhost:4080', 'http://localhost:4080'],
  ['127.0.0.1:4080', 'http://127.0.0.1:4080'],
  ['[::1]:4080', 'http://[::1]:4080'],
  ['localhost.example.org', 'https://localhost.example.org'],
  ['wss://calls.example.org', 'https://calls.example.org'],
  ['WS://127.0.0.1:4080/', 'http://127.0.0.1:4080'],
  ['ftp://example.org', undefined],
  ['javascript:alert(1)', undefined],
  ['', undefined],
  ['two words', undefined],
])('%j is dialled as %j', (written, dialled) => {
  expect(normalServerUrl(written)).toBe(dialled);
});

test.each([
  ['http://localhost:4080', true],
  ['http://chat.localhost', true],
  ['https://127.1.2.3', true],
  ['http://[::1]:4080', true],
  ['https://localhost.example.org', false],
  ['http://127.0.0.1.example.org', false],
])('whether %s is on this machine: %s', (url, isHere) => {
  expect(isOnThisMachine(url)).toBe(isHere);
});

test('only https is encrypted', () => {
  expect(['https://calls.example.org', 'http://calls.example.org'].map(isEncrypted)).toEqual([true, false]);
});
