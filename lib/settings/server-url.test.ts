import { expect, test } from 'vitest';
import { normalServerUrl } from './server-url.ts';

test.each([
  ['http://localhost:4080', 'http://localhost:4080'],
  [' https://Calls.Example.org/ ', 'https://calls.example.org'],
  ['https://example.org/earshot/', 'https://example.org/earshot'],
  ['calls.example.org', 'https://calls.example.org'],
  ['ftp://example.org', undefined],
  ['javascript:alert(1)', undefined],
  ['', undefined],
  ['two words', undefined],
])('%j is dialled as %j', (written, dialled) => {
  expect(normalServerUrl(written)).toBe(dialled);
});
