import { expect, test } from 'vitest';
import { normalServerUrl } from './server-url.ts';

test.each([
  ['http://localhost:4080', 'http://localhost:4080'],
  [' https://Calls.Example.org/ ', 'https://calls.example.org'],
  ['https://example.org/earshot/', 'https://example.org/earshot'],
  ['calls.example.org', 'https://calls.example.org'],
  ['localhost:4080', 'http://localhost:4080'],
  ['127.0.0.1:4080', 'http://127.0.0.1:4080'],
  ['[::1]:4080', 'http://[::1]:4080'],
  ['localhost.example.org', 'https://localhost.example.org'],
  ['ftp://example.org', undefined],
  ['javascript:alert(1)', undefined],
  ['', undefined],
  ['two words', undefined],
])('%j is dialled as %j', (written, dialled) => {
  expect(normalServerUrl(written)).toBe(dialled);
});
