// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { conversationIdOf } from './conversation-id.ts';
import { fixturePage, one } from './fixtures/page.ts';
import { theLounge } from './the-lounge.ts';
import type { Page } from './adapter.ts';

let page: Page;

beforeEach(() => {
  page = fixturePage('the-lounge', 'http://localhost:9000/#/chan-2');
});

/** Shows another channel the way the app does: the same elements, with other attributes. */
function show(id: number, type: string, name: string): void {
  const view = one(page, '.chat-view');
  view.id = `chan-${id}`;
  view.setAttribute('data-type', type);
  view.setAttribute('aria-label', name);
}

test('it reads channel, network, nick and people, and puts the button before the menu', () => {
  expect(theLounge.recognises(page)).toBe(true);
  expect(theLounge.read(page)).toEqual({
    key: { scope: 'origin', kind: 'room', parts: ['Inn', '#tea'] },
    title: '#Tea',
    me: 'Ada',
    people: ['Ada', 'Bob'],
    button: { parent: one(page, '.header'), before: one(page, '.menu'), like: one(page, '.menu') },
  });
});

test('a switch of channel in the same elements is another conversation in the same place', () => {
  const before = theLounge.read(page);
  show(3, 'channel', '#milk');
  const after = theLounge.read(page);
  expect(after?.key.parts).toEqual(['Inn', '#milk']);
  expect(after?.button.parent).toBe(before?.button.parent);
});

test('a channel of one name on two networks is two conversations', () => {
  show(6, 'channel', '#Tea');
  expect(theLounge.read(page)?.key.parts).toEqual(['Tavern', '#tea']);
});

test('a query is one conversation at both ends, however each spells the other', async () => {
  show(4, 'query', 'BOB');
  const atAda = theLounge.read(page);
  expect(atAda).toMatchObject({ title: 'BOB', people: ['BOB'], key: { kind: 'direct' } });
  one(page, '#nick').textContent = 'Bob';
  show(4, 'query', 'ada');
  const atBob = theLounge.read(page);
  if (!atAda || !atBob) throw new Error('a query was not read');
  expect(await conversationIdOf('the-lounge', atAda.key, page.url)).toBe(
    await conversationIdOf('the-lounge', atBob.key, page.url),
  );
});

test.each([
  ['A-Z are folded', '#TEA', '#tea'],
  ['other letters are not', '#ÄÖİ', '#ÄÖİ'],
  ['Unicode forms stay apart', '#cafe\u0301', '#cafe\u0301'],
  ['brackets are not folded', '#A[]\\~', '#a[]\\~'],
])('%s', (_rule, name, folded) => {
  show(2, 'channel', name);
  expect(theLounge.read(page)?.key.parts).toEqual(['Inn', folded]);
});

test('what stands behind a # in the nick is never read', () => {
  one(page, '#nick').textContent = 'Ada#hunter2';
  expect(JSON.stringify(theLounge.read(page)?.me)).toBe('"Ada"');
});

test('a new nick is another me, and people come and go', () => {
  one(page, '#nick').textContent = 'Ada_';
  one(page, '.userlist .names').innerHTML = '<span class="user" data-name="Ada_">@Ada_</span>';
  expect(theLounge.read(page)).toMatchObject({ me: 'Ada_', people: ['Ada_'] });
});

test('the network is remembered while search results take the place of the networks', () => {
  theLounge.read(page);
  one(page, '.networks').className = 'jump-to-results';
  expect(theLounge.read(page)?.key.parts).toEqual(['Inn', '#tea']);
  show(3, 'channel', '#milk');
  expect(theLounge.read(page)).toBeUndefined();
});

describe('there is no conversation', () => {
  test.each(['lobby', 'special'])('in a %s', (type) => {
    show(1, type, 'Inn');
    expect(theLounge.read(page)).toBeUndefined();
  });

  test('in Settings, where the chat is taken off the page', () => {
    one(page, '#chat-container').remove();
    expect(theLounge.recognises(page)).toBe(true);
    expect(theLounge.read(page)).toBeUndefined();
  });

  test('in a channel that was left', () => {
    one(page, '[aria-controls="#chan-2"]').classList.add('parted-channel');
    expect(theLounge.read(page)).toBeUndefined();
  });
});

test.each(['meta', '#sidebar', '#viewport'])('a page without its %s is not recognised', (selector) => {
  one(page, selector).remove();
  expect(theLounge.recognises(page)).toBe(false);
});
