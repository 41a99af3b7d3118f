import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { localeFindings, type Texts } from './locales.ts';

const texts = (messages: Record<string, string>): Texts =>
  Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, { message }]));

const ENGLISH = texts({
  text_language: 'en',
  text_direction: 'ltr',
  refused: '$1 refused.',
  both: '$1 · $2',
});
const german = (messages: Record<string, string>) =>
  texts({
    text_language: 'de',
    text_direction: 'ltr',
    refused: '$1 hat abgelehnt.',
    both: '$2 · $1',
    ...messages,
  });

test('a language that has every text, with the same insertions in any order, is whole', () => {
  expect(localeFindings('de', german({}), ENGLISH)).toEqual([]);
  expect(localeFindings('en', ENGLISH, ENGLISH)).toEqual([]);
});

test('a text that is missing, that English has not, that is empty, or that lost a name is found', () => {
  const { refused: _, ...others } = german({ more: 'Mehr', both: '$1 ·' });
  expect(localeFindings('de', others, ENGLISH)).toEqual([
    'de: refused is missing',
    'de: more is not there in English',
    'de: both has $1 inserted, in English $1 $2',
  ]);
  expect(localeFindings('de', german({ refused: ' ' }), ENGLISH)).toContain(
    'de: refused is empty, or begins or ends with a space',
  );
});

test('a sentence that names a button otherwise than the button does is found', () => {
  const english = { ...ENGLISH, ...texts({ call: 'Call', hint: 'Press “Call”, or “Escape”.' }) };
  const saying = (hint: string) => german({ call: 'Anrufen', hint });
  expect(localeFindings('de', saying('Drück „Anrufen“ oder „Esc“.'), english)).toEqual([]);
  expect(localeFindings('de', saying('Drück „Anruf“ oder „Esc“.'), english)).toEqual([
    'de: hint does not say “Anrufen”, as what it means is called',
  ]);
});

test('an apostrophe or a quotation mark as typewriters have it is found', () => {
  const english = texts({ gone: 'Nothing of $1’s sound.', said: '“$1”' });
  const typed = texts({ gone: "Nothing of $1's sound.", said: '"$1"' });
  expect(localeFindings('en', typed, english).slice(0, 2)).toEqual([
    'en: gone has a straight quotation mark or apostrophe',
    'en: said has a straight quotation mark or apostrophe',
  ]);
});

test('a language that names itself wrong, or goes the wrong way, is found', () => {
  expect(localeFindings('ar', german({}), ENGLISH)).toEqual([
    'ar: text_language is not ar',
    'ar: text_direction is not rtl',
  ]);
});

test('the glossary says what the texts say', () => {
  const [head, , ...rows] = readFileSync('docs/glossary.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const languages = head?.slice(2) ?? [];
  expect(languages).toEqual(['en', 'de', 'fr', 'es', 'ja', 'ar']);
  expect(rows.length).toBeGreaterThan(20);
  const read = (language: string) =>
    JSON.parse(readFileSync(`public/_locales/${language}/messages.json`, 'utf8')) as Texts;
  for (const [index, language] of languages.entries()) {
    const there = read(language);
    for (const row of rows) {
      const key = (row[1] ?? '').replaceAll('`', '');
      expect([language, key, row[index + 2]]).toEqual([language, key, there[key]?.message]);
    }
  }
});
