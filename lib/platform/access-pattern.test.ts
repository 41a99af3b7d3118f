import { expect, test } from 'vitest';
import { accessPattern, siteName } from './access-pattern.ts';

test.each([
  ['https://chat.example.org/rooms/tea?x=1', 'https://chat.example.org/*'],
  ['http://chat.example.org:8080/', 'http://chat.example.org/*'],
  ['http://[::1]:4080/', 'http://[::1]/*'],
  ['about:blank', null],
  ['file:///home/ada/chat.html', null],
  ['chrome-extension://abc/popup.html', null],
])('on %s the browser is asked for %s', (url, pattern) => {
  expect(accessPattern(new URL(url))).toBe(pattern);
});

test.each([
  ['https://chat.example.org/*', 'chat.example.org'],
  ['http://chat.example.org/*', 'http://chat.example.org'],
  ['https://*/*', '*'],
  ['<all_urls>', '<all_urls>'],
])('%s is listed as %s', (pattern, name) => {
  expect(siteName(pattern)).toBe(name);
});
