// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { conversationIdOf } from './conversation-id.ts';
import { fixturePage, one } from './fixtures/page.ts';
import { selfDescribed } from './self-described.ts';
import type { Page } from './adapter.ts';

let page: Page;
let chat: Element;

beforeEach(() => {
  page = fixturePage('self-described', 'http://localhost:4080/demo/');
  chat = one(page, 'main');
});

function describeChat(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) chat.setAttribute(`data-earshot-${name}`, value);
}

test('it reads what the page says of itself', () => {
  expect(selfDescribed.recognises(page)).toBe(true);
  expect(selfDescribed.read(page)).toEqual({
    key: { scope: 'origin', kind: 'room', parts: ['tea'] },
    title: 'Tea time',
    me: 'Ada',
    people: ['Ada', 'Bob'],
    server: null,
    button: { parent: one(page, 'header'), before: null, like: one(page, 'header button') },
  });
});

test('the id is taken exactly as it is written', () => {
  describeChat({ conversation: ' Tea\u0301 ' });
  expect(selfDescribed.read(page)?.key.parts).toEqual([' Tea\u0301 ']);
});

test('without a title the id is the title', () => {
  chat.removeAttribute('data-earshot-title');
  expect(selfDescribed.read(page)?.title).toBe('tea');
});

test('a direct chat by ids is one conversation at both ends', async () => {
  describeChat({ kind: 'direct', conversation: 'u2', 'me-id': 'u1', me: 'Ada' });
  const atAda = selfDescribed.read(page);
  describeChat({ kind: 'direct', conversation: 'u1', 'me-id': 'u2', me: 'Bob' });
  const atBob = selfDescribed.read(page);
  if (!atAda || !atBob) throw new Error('a direct chat was not read');
  expect(atAda.key.kind).toBe('direct');
  expect(await conversationIdOf('self-described', atAda.key, page.url)).toBe(
    await conversationIdOf('self-described', atBob.key, page.url),
  );
});

test('a direct chat without ids is the pair of names', () => {
  describeChat({ kind: 'direct', conversation: 'Bob' });
  expect(selfDescribed.read(page)?.key.parts).toEqual(['Ada', 'Bob']);
});

test('a global conversation is the same on two servers of a federation', async () => {
  describeChat({ scope: 'global', conversation: 'tea@rooms.example' });
  const key = selfDescribed.read(page)?.key;
  if (!key) throw new Error('a global chat was not read');
  expect(await conversationIdOf('self-described', key, page.url)).toBe(
    await conversationIdOf('self-described', key, new URL('https://elsewhere.example/')),
  );
});

test('another conversation in the same elements is read as such', () => {
  describeChat({ conversation: 'milk', title: 'Milk' });
  expect(selfDescribed.read(page)).toMatchObject({ title: 'Milk', key: { parts: ['milk'] } });
});

test.each([{ kind: 'broadcast' }, { scope: 'planet' }])(
  '%o, an unknown word, is not guessed at',
  (attribute) => {
    describeChat(attribute);
    expect(selfDescribed.read(page)).toBeUndefined();
  },
);

test.each([{ conversation: '' }, { me: '' }, { me: ' ' }])('%o is not recognised', (attribute) => {
  describeChat(attribute);
  expect(selfDescribed.recognises(page)).toBe(false);
});

test('nor is a page without a place for the button', () => {
  one(page, 'header').removeAttribute('data-earshot-button');
  expect(selfDescribed.recognises(page)).toBe(false);
});
