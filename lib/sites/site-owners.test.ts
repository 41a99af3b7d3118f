// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readingOf } from './reading.ts';

const example = readFileSync('docs/site-owners-example.html', 'utf8');

test('the example for site owners is a chat to Earshot', () => {
  document.body.innerHTML = example;
  const read = readingOf({ document, url: new URL('https://chat.example.org/') });
  expect(read?.adapter.name).toBe('self-described');
  expect(read?.reading).toMatchObject({
    key: { scope: 'origin', kind: 'room', parts: ['tea'] },
    title: 'The tea room',
    me: 'Ada',
    people: ['Ada', 'Bob'],
  });
  expect(read?.reading.button.parent.tagName).toBe('HEADER');
});

test('the page for site owners shows that example', () => {
  expect(readFileSync('docs/site-owners.md', 'utf8')).toContain(example.trim());
});
