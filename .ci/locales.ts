import { readdirSync, readFileSync } from 'node:fs';
import type { StepResult } from './run-step.ts';

/** A locale file (https://developer.chrome.com/docs/extensions/reference/api/i18n), as far as it is looked at. */
export type Texts = Readonly<Record<string, { readonly message: string }>>;

const FOLDER = 'public/_locales';
/** Every language there has to be. */
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'ja'];
const RIGHT_TO_LEFT = new Set(['ar']);

/** What is missing or wrong in a language, beside the English texts: a sentence each. */
export function localeFindings(language: string, texts: Texts, english: Texts): string[] {
  const missing = Object.keys(english).filter((key) => !(key in texts));
  const unknown = Object.keys(texts).filter((key) => !(key in english));
  const broken = Object.entries(texts).flatMap(([key, { message }]) => [
    ...(/['"]/.test(message) ? [`${key} has a straight quotation mark or apostrophe`] : []),
    ...(/^\S(.*\S)?$/.test(message) ? [] : [`${key} is empty, or begins or ends with a space`]),
    ...(english[key] && insertions(message) !== insertions(english[key].message)
      ? [
          `${key} has ${insertions(message) || 'nothing'} inserted, in English ${insertions(english[key].message) || 'nothing'}`,
        ]
      : []),
  ]);
  const direction = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  return [
    ...misnamed(texts, english),
    ...missing.map((key) => `${key} is missing`),
    ...unknown.map((key) => `${key} is not there in English`),
    ...broken,
    ...(texts['text_language']?.message === language ? [] : [`text_language is not ${language}`]),
    ...(texts['text_direction']?.message === direction ? [] : [`text_direction is not ${direction}`]),
  ].map((finding) => `${language}: ${finding}`);
}

/** Sentences that name a button otherwise than the button does. */
function misnamed(texts: Texts, english: Texts): string[] {
  const keys = new Map(Object.entries(english).map(([key, { message }]) => [message, key]));
  return Object.entries(english).flatMap(([key, { message }]) =>
    [...message.matchAll(/“([^”]+)”/g)].flatMap(([, quoted = '']) => {
      const name = texts[keys.get(quoted) ?? '']?.message;
      const isNamed = name === undefined || texts[key] === undefined || texts[key].message.includes(name);
      return isNamed ? [] : [`${key} does not say “${name}”, as what it means is called`];
    }),
  );
}

function insertions(message: string): string {
  return [...new Set(message.match(/\$\d/g))].toSorted().join(' ');
}

/** Every language has every text, with the same names and numbers in it. */
export function checkLocales(): StepResult {
  const read = (language: string) =>
    JSON.parse(readFileSync(`${FOLDER}/${language}/messages.json`, 'utf8')) as Texts;
  const there = readdirSync(FOLDER);
  const absent = LANGUAGES.filter((language) => !there.includes(language));
  const english = read('en');
  const findings = [
    ...absent.map((language) => `${language}: there are no texts`),
    ...there.flatMap((language) => localeFindings(language, read(language), english)),
  ];
  const figures = `${Object.keys(english).length} texts in ${there.length} languages`;
  return { ok: findings.length === 0, output: findings.join('\n'), figures };
}
