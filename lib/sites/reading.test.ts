// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { fixturePage, one, pageOf, STATIC_URL } from './fixtures/page.ts';
import { readingOf, sameReading } from './reading.ts';
import { ADAPTERS, recognise } from './registry.ts';

const at = (query: Readonly<Record<string, string>>) =>
  readingOf(
    fixturePage('node-chat-app-static', `http://localhost:3000/chat.html?${new URLSearchParams(query)}`),
  )?.reading;

test.each([
  ['node-chat-app-static', STATIC_URL, 'node-chat-app'],
  ['node-chat-app-vue', 'http://127.0.0.1:8080/#/chat-room/tea/Ada', 'node-chat-app'],
  ['the-lounge', 'http://localhost:9000/#/chan-2', 'the-lounge'],
  ['self-described', 'http://localhost:4080/demo/', 'self-described'],
] as const)('%s is recognised, by one adapter only', (fixture, url, name) => {
  const page = fixturePage(fixture, url);
  expect(ADAPTERS.filter((adapter) => adapter.recognises(page)).map((adapter) => adapter.name)).toEqual([
    name,
  ]);
});

describe('nothing is seen in an unrelated page of localhost:', () => {
  test.each([
    ['an empty page', '<p>It works!</p>', 'http://localhost/'],
    ['a query with name and room', '<main>Book a room</main>', STATIC_URL],
    ['a room in the hash', '<div id="app"></div>', 'http://localhost:8080/#/chat-room/tea/Ada'],
    ['a chat footer alone', '<footer class="chat__footer"><button>Go</button></footer>', STATIC_URL],
    [
      'another support chat',
      '<div class="chat"><div class="chat__messages"></div><div class="chat__footer"><form><input></form></div></div>',
      STATIC_URL,
    ],
    [
      'another app with The Lounge’s ids',
      '<div id="app"><div id="viewport"><aside id="sidebar"></aside></div></div>',
      'http://localhost/',
    ],
    [
      'half a description',
      '<div data-earshot-conversation="tea" data-earshot-me="Ada"></div>',
      'http://localhost/',
    ],
    ['a person’s mark alone', '<li data-earshot-person="Ada" data-earshot-button></li>', 'http://localhost/'],
  ])('%s', (_what, body, url) => {
    expect(recognise({ document: pageOf(body), url: new URL(url) })).toBeUndefined();
  });
});

describe('the call server that a page proposes', () => {
  const body = (attribute: string) =>
    `<main data-earshot-conversation="tea" data-earshot-me="Ada" ${attribute}><p data-earshot-button></p></main>`;
  const proposed = (html: string) =>
    readingOf({ document: pageOf(html), url: new URL('http://localhost/') })?.reading.server;
  const meta = (url: string) => `<meta name="earshot-server" content="${url}">`;

  test('is its own word, or a line in its head', () => {
    expect(proposed(body(''))).toBeNull();
    expect(proposed(body('data-earshot-server=" https://a.example "'))).toBe('https://a.example');
    expect(proposed(meta('https://b.example') + body(''))).toBe('https://b.example');
    expect(proposed(meta('https://b.example') + body('data-earshot-server="https://a.example"'))).toBe(
      'https://a.example',
    );
  });

  test('is nothing where it is too long to be an address', () => {
    expect(proposed(meta(`https://${'a'.repeat(2_048)}.example`) + body(''))).toBeNull();
  });

  test('makes another reading of the same page', () => {
    const read = (html: string) => readingOf({ document: pageOf(html), url: new URL('http://localhost/') });
    const plain = read(body(''));
    const other = read(meta('https://b.example') + body(''));
    if (!plain || !other) throw new Error('not read');
    expect(sameReading(plain, { ...plain, reading: { ...plain.reading } })).toBe(true);
    expect(sameReading(plain, { ...plain, reading: { ...plain.reading, server: 'https://b.example' } })).toBe(
      false,
    );
    expect(other.reading.server).toBe('https://b.example');
  });
});

describe('names', () => {
  test('are one line without controls, and stay text', () => {
    const reading = at({ name: '\u202e Ada\n<img src=x onerror=alert(1)>\u0000', room: 'tea\u2066' });
    expect(reading?.me).toBe('Ada <img src=x onerror=alert(1)>');
    expect(reading?.title).toBe('tea');
  });

  test('are cut to the limit, while the conversation is by the whole', () => {
    const reading = at({ name: '🍵'.repeat(500), room: 'r'.repeat(500) });
    expect(Array.from(reading?.me ?? '')).toHaveLength(80);
    expect(reading?.title).toHaveLength(80);
    expect(reading?.key.parts).toEqual(['r'.repeat(500)]);
  });

  test.each([
    ['a name of controls', { name: '\u202e\u200f', room: 'tea' }],
    ['a title of controls', { name: 'Ada', room: '\u202e' }],
    ['a room beyond all measure', { name: 'Ada', room: 'r'.repeat(2000) }],
  ])('%s: no reading', (_what, query) => {
    expect(at(query)).toBeUndefined();
  });

  test('of people without anything to show are left out', () => {
    const page = fixturePage('node-chat-app-static', STATIC_URL);
    one(page, '#users').innerHTML = '<li> </li><li>\u202eBob</li>';
    expect(readingOf(page)?.reading.people).toEqual(['Bob']);
  });
});

describe('two readings', () => {
  const page = fixturePage('node-chat-app-static', STATIC_URL);

  test('of an unchanged page are the same', () => {
    expect(sameReading(readingOf(page), readingOf(page))).toBe(true);
    expect(sameReading(undefined, undefined)).toBe(true);
  });

  test.each([
    ['another person', () => one(page, '#users ol').append('x', page.document.createElement('li'))],
    ['a renamed person', () => (one(page, '#users li').textContent = 'Eve')],
    ['another button to look like', () => one(page, '#send-location').remove()],
    [
      'a new footer',
      () => one(page, '.chat__footer').replaceWith(one(page, '.chat__footer').cloneNode(true)),
    ],
  ])('differ by %s', (what, change) => {
    const before = readingOf(page);
    change();
    // An empty line in the list is nobody.
    expect(sameReading(before, readingOf(page))).toBe(what === 'another person');
  });
});
