import { expect, test } from 'vitest';
import { canonicalOrigin, conversationIdOf, type ConversationKey } from './conversation-id.ts';

const here = new URL('http://localhost:3000/chat');
const room: ConversationKey = { scope: 'origin', kind: 'room', parts: ['tea'] };

test('an id is c1. and a SHA-256 as base64url, and stays what it is from release to release', async () => {
  expect(await conversationIdOf('node-chat-app', room, here)).toBe(
    'c1.pJ55Ayvx1EAUiZ2Lw8C6bIWZC7Va1EqQyLvIXqzG82s',
  );
});

test('both ends of a direct chat have one id', async () => {
  const atAda: ConversationKey = { scope: 'origin', kind: 'direct', parts: ['inn', 'ada', 'bob'] };
  const atBob: ConversationKey = { scope: 'origin', kind: 'direct', parts: ['inn', 'bob', 'ada'] };
  expect(await conversationIdOf('x', atAda, here)).toBe(await conversationIdOf('x', atBob, here));
});

test('what a direct chat shares is not one of its people', async () => {
  const one: ConversationKey = { scope: 'origin', kind: 'direct', parts: ['inn', 'ada', 'bob'] };
  const other: ConversationKey = { scope: 'origin', kind: 'direct', parts: ['ada', 'inn', 'bob'] };
  expect(await conversationIdOf('x', one, here)).not.toBe(await conversationIdOf('x', other, here));
});

test('two origins of a global site have one id, and of any other site two', async () => {
  const there = new URL('https://chat.example/');
  const global: ConversationKey = { ...room, scope: 'global' };
  expect(await conversationIdOf('x', global, here)).toBe(await conversationIdOf('x', global, there));
  expect(await conversationIdOf('x', room, here)).not.toBe(await conversationIdOf('x', room, there));
});

test.each([
  ['the adapter', 'y', room],
  ['the kind', 'x', { scope: 'origin', kind: 'direct', parts: ['tea'] }],
  ['the scope', 'x', { scope: 'global', kind: 'room', parts: ['tea'] }],
  ['the case', 'x', { scope: 'origin', kind: 'room', parts: ['Tea'] }],
  ['where one part ends', 'x', { scope: 'origin', kind: 'room', parts: ['t', 'ea'] }],
] as const)('%s makes another id', async (_what, adapter, key) => {
  expect(await conversationIdOf(adapter, key, here)).not.toBe(await conversationIdOf('x', room, here));
});

test.each([
  ['http://127.0.0.1:3000', 'http://localhost:3000'],
  ['http://[::1]:3000', 'http://localhost:3000'],
  ['http://tea.localhost:3000', 'http://localhost:3000'],
  ['http://127.8.9.10', 'https://localhost'],
  ['http://chat.example', 'https://chat.example'],
  ['http://chat.example:80', 'https://chat.example:443'],
  ['https://CHAT.example', 'https://chat.example/other?page#here'],
])('%s and %s are one origin', (one, other) => {
  expect(canonicalOrigin(new URL(one))).toBe(canonicalOrigin(new URL(other)));
});

test.each([
  ['http://localhost:3000', 'http://localhost:3001'],
  ['http://chat.example', 'http://chat.example:8080'],
  ['http://127.0.0.1.example', 'http://localhost'],
  ['http://localhost.example', 'http://localhost'],
])('%s and %s are two origins', (one, other) => {
  expect(canonicalOrigin(new URL(one))).not.toBe(canonicalOrigin(new URL(other)));
});
