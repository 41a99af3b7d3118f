// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { fixtureHtml, fixturePage, one, pageOf, STATIC_URL } from './fixtures/page.ts';
import { nodeChatApp } from './node-chat-app.ts';

const VUE_URL = 'http://localhost:8080/#/chat-room/tea/Ada';

describe('on a static page', () => {
  test('it reads room, me, people and the place after the page’s own buttons', () => {
    const page = fixturePage('node-chat-app-static', STATIC_URL);
    expect(nodeChatApp.recognises(page)).toBe(true);
    expect(nodeChatApp.read(page)).toEqual({
      key: { scope: 'origin', kind: 'room', parts: ['tea'] },
      title: 'tea',
      me: 'Ada',
      people: ['Ada', 'Bob'],
      button: {
        parent: one(page, '.chat__footer'),
        before: null,
        like: one(page, '#send-location'),
      },
    });
  });

  test.each([
    ['a plus is a space', 'name=Ada+L&room=tea+time', 'tea time'],
    ['an escape is its character', 'room=%F0%9F%8D%B5%26%2B&name=Ada', '🍵&+'],
    ['case is kept, as its server keeps it', 'name=Ada&room=TEA', 'TEA'],
    ['outer spaces are kept, as its server keeps them', 'name=Ada&room=+tea+', ' tea '],
    ['Unicode forms stay apart, as its server keeps them', 'name=Ada&room=caf%C3%A9', 'caf\u00e9'],
    ['and the other form', 'name=Ada&room=cafe%CC%81', 'cafe\u0301'],
  ])('%s', (_rule, query, room) => {
    const page = fixturePage('node-chat-app-static', `http://localhost:3000/chat.html?${query}`);
    expect(nodeChatApp.read(page)?.key.parts).toEqual([room]);
  });

  test('the list of people is read anew after it was rebuilt', () => {
    const page = fixturePage('node-chat-app-static', STATIC_URL);
    one(page, '#users').innerHTML = '<ol><li>Ada</li><li>Ada</li><li>&lt;b&gt;</li></ol>';
    expect(nodeChatApp.read(page)?.people).toEqual(['Ada', 'Ada', '<b>']);
  });

  test.each([
    'http://localhost:3000/?name=Ada&room=tea',
    'http://localhost:3000/chat.html',
    'http://localhost:3000/chat.html?room=tea',
    'http://localhost:3000/chat.html?name=+&room=tea',
    'http://localhost:3000/chat.html?name=Ada&room=',
    'http://localhost:3000/chat.html?name=Ada&room=tea&room=milk',
  ])('%s is not recognised', (url) => {
    expect(nodeChatApp.recognises(fixturePage('node-chat-app-static', url))).toBe(false);
  });

  test.each(['.chat__sidebar', '#users', '.chat__messages', '.chat__footer', '.chat__footer form'])(
    'nor is a page without %s',
    (selector) => {
      const page = fixturePage('node-chat-app-static', STATIC_URL);
      one(page, selector).remove();
      expect(nodeChatApp.recognises(page)).toBe(false);
    },
  );

  test('nor one whose template has not been rendered', () => {
    const html = fixtureHtml('node-chat-app-static').replace(
      '<li>Ada</li>',
      '<li v-for="u in us">{{ u }}</li>',
    );
    expect(nodeChatApp.recognises({ document: pageOf(html), url: new URL(STATIC_URL) })).toBe(false);
  });
});

describe('on the Vue client', () => {
  test('it reads room and me from the hash', () => {
    const page = fixturePage('node-chat-app-vue', 'http://localhost:8080/#/chat-room/tea%20time/Ad%C3%A4');
    expect(nodeChatApp.recognises(page)).toBe(true);
    expect(nodeChatApp.read(page)).toMatchObject({
      key: { scope: 'origin', kind: 'room', parts: ['tea time'] },
      title: 'tea time',
      me: 'Adä',
      people: ['Ada', 'Bob'],
      button: { parent: one(page, 'footer'), before: null, like: one(page, 'footer > button') },
    });
  });

  test('editing the hash changes nothing, since the client stays in the room it joined', () => {
    const page = fixturePage('node-chat-app-vue', VUE_URL);
    nodeChatApp.read(page);
    const edited = { ...page, url: new URL('http://localhost:8080/#/chat-room/milk/Eve') };
    expect(nodeChatApp.read(edited)).toMatchObject({ title: 'tea', me: 'Ada' });
  });

  test('leaving and joining again makes a new chat, read from the new hash', () => {
    const page = fixturePage('node-chat-app-vue', VUE_URL);
    nodeChatApp.read(page);
    const app = one(page, '#app');
    const chat = app.innerHTML;
    app.innerHTML = '<div class="centered-form"></div>';
    expect(nodeChatApp.read({ ...page, url: new URL('http://localhost:8080/#/') })).toBeUndefined();
    app.innerHTML = chat;
    const rejoined = { ...page, url: new URL('http://localhost:8080/#/chat-room/milk/Eve') };
    expect(nodeChatApp.read(rejoined)).toMatchObject({ title: 'milk', me: 'Eve' });
  });

  test.each([
    '#/',
    '#/chat-room/tea',
    '#/chat-room/tea/Ada/more',
    '#/chat-room/%E0%A4%A/Ada',
    '#/chat-room/%20/Ada',
  ])('%s is not recognised', (hash) => {
    const page = fixturePage('node-chat-app-vue', `http://localhost:8080/${hash}`);
    expect(nodeChatApp.recognises(page)).toBe(false);
  });
});
