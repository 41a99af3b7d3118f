import { expect, test } from 'vitest';
import { relayOf } from './relay.ts';

test.each([
  ['none', []],
  ['stun', ['stun:stun.example.org']],
  ['stun', ['STUNS:stun.example.org:5349']],
  ['turn', ['stun:stun.example.org', 'turns:turn.example.org?transport=tcp']],
  ['turn', ['turn:turn.example.org', 'stun:stun.example.org']],
] as const)('calls are helped by %s when the server offers %j', (relay, urls) => {
  expect(relayOf(urls.length === 0 ? [] : [{ urls: [...urls] }])).toBe(relay);
});
