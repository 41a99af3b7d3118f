// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fixtureHtml, one } from './fixtures/page.ts';
import { watchSite, type SiteListener } from './watch.ts';
import type { Reading } from './adapter.ts';

let stop: AbortController;
let told: (Reading | undefined)[];
const page = () => ({ document, url: new URL(location.href) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stop = new AbortController();
  told = [];
  history.replaceState(null, '', '/');
  document.body.innerHTML = '';
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

function open(fixture: Parameters<typeof fixtureHtml>[0]): void {
  const opened = new DOMParser().parseFromString(fixtureHtml(fixture), 'text/html');
  document.body.replaceWith(document.adoptNode(opened.body));
}

function watch(host?: NonNullable<SiteListener['host']>): void {
  const onReading: SiteListener['onReading'] = (reading) => void told.push(reading);
  watchSite(window, host ? { onReading, host } : { onReading }, stop.signal);
}

/** Lets the page's changes reach the watcher, which looks at them together. */
const settle = () => vi.advanceTimersByTimeAsync(1_000);

test('a page that shows a conversation is told of at once', () => {
  open('self-described');
  watch();
  expect(told).toMatchObject([{ title: 'Tea time', me: 'Ada' }]);
});

test('a page without one is not told of, until it has one', async () => {
  watch();
  await settle();
  expect(told).toEqual([]);
  open('self-described');
  await settle();
  expect(told).toMatchObject([{ title: 'Tea time' }]);
});

test('what nobody acts on is not told', async () => {
  open('self-described');
  watch();
  one(page(), 'main').append('a message');
  one(page(), 'h1').textContent = 'Another headline';
  one(page(), 'main').className = 'busy';
  await settle();
  expect(told).toHaveLength(1);
});

test('a thousand changes are one look at the page', async () => {
  open('self-described');
  watch();
  const reads = vi.spyOn(document, 'querySelector');
  one(page(), 'main').setAttribute('data-earshot-me', 'Eve');
  reads.mockClear();
  for (let change = 0; change < 1_000; change++) one(page(), 'h1').textContent = `${change}`;
  reads.mockClear();
  await settle();
  expect(told).toMatchObject([{ me: 'Ada' }, { me: 'Eve' }]);
  expect(reads.mock.calls.length).toBeLessThan(20);
});

test('a switch of conversation in the same elements is told', async () => {
  open('self-described');
  watch();
  one(page(), 'main').setAttribute('data-earshot-conversation', 'milk');
  await settle();
  expect(told.at(-1)).toMatchObject({ key: { parts: ['milk'] } });
});

test('a rebuilt list of people is told only when the people changed', async () => {
  open('self-described');
  watch();
  const list = one(page(), 'ul');
  list.replaceWith(list.cloneNode(true));
  await settle();
  expect(told).toHaveLength(1);
  one(page(), 'ul').insertAdjacentHTML('beforeend', '<li data-earshot-person>Eve</li>');
  await settle();
  expect(told.at(-1)?.people).toEqual(['Ada', 'Bob', 'Eve']);
});

test('a renamed person is told, though only a text node changed', async () => {
  open('self-described');
  watch();
  const text = one(page(), 'li:last-child').firstChild as Text;
  text.data = 'Bert';
  await settle();
  expect(told.at(-1)?.people).toEqual(['Ada', 'Bert']);
});

test('a button place made anew is told, also one without a button to look like', async () => {
  open('self-described');
  one(page(), 'header button').remove();
  watch();
  const header = one(page(), 'header');
  header.replaceWith(header.cloneNode(true));
  await settle();
  expect(told).toHaveLength(2);
  expect(told.at(-1)?.button.parent).toBe(one(page(), 'header'));
});

test('a button that the page took away is asked for again, and one in its place is not', async () => {
  open('self-described');
  const host = document.createElement('x-button');
  watch(() => host);
  told.at(-1)?.button.parent.append(host);
  await settle();
  expect(told).toHaveLength(1);
  host.remove();
  await settle();
  expect(told).toHaveLength(2);
});

test('a conversation that went away is told once, and again when it is back', async () => {
  open('self-described');
  watch();
  const main = one(page(), 'main');
  main.remove();
  await settle();
  document.body.className = 'settings';
  await settle();
  expect(told.slice(1)).toEqual([undefined]);
  document.body.append(main);
  await settle();
  expect(told.at(-1)).toMatchObject({ title: 'Tea time' });
});

test.each(['hashchange', 'popstate'])('the address is read again after %s', async (event) => {
  open('node-chat-app-vue');
  watch();
  expect(told).toEqual([]);
  history.replaceState(null, '', '#/chat-room/tea/Ada');
  window.dispatchEvent(new Event(event));
  await settle();
  expect(told).toMatchObject([{ title: 'tea', me: 'Ada' }]);
});

test('pushState, which has no event, is seen with the change of the page that comes with it', async () => {
  open('node-chat-app-vue');
  watch();
  history.pushState(null, '', '#/chat-room/tea/Ada');
  document.body.className = 'room';
  await settle();
  expect(told).toMatchObject([{ title: 'tea' }]);
});

test('after the signal nothing is told, not even what was already seen', async () => {
  open('self-described');
  watch();
  one(page(), 'main').setAttribute('data-earshot-me', 'Eve');
  await vi.advanceTimersByTimeAsync(1);
  stop.abort();
  await settle();
  window.dispatchEvent(new Event('popstate'));
  await settle();
  expect(told).toHaveLength(1);
});

test('a signal that has already aborted watches nothing', async () => {
  open('self-described');
  stop.abort();
  watch();
  await settle();
  expect(told).toEqual([]);
});
