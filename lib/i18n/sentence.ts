import type messages from '../../public/_locales/en/messages.json';

/** Every sentence has a key; the texts are the browser's locale files (public/_locales), so none is bundled. */
export type SentenceKey = keyof typeof messages;

/** What stands for `$1`, `$2` … in order. */
export type Insertions = readonly (string | number)[];

/** Looks a text up: the browser's own in the extension, another in tests. */
export type Lookup = (key: string, insertions: string[]) => string;

interface LocaleApi {
  readonly i18n: { getMessage(key: string, insertions?: string[]): string };
}

function browserLookup(key: string, insertions: string[]): string {
  const { browser, chrome } = globalThis as { browser?: LocaleApi; chrome?: LocaleApi };
  return (browser?.i18n ?? chrome?.i18n)?.getMessage(key, insertions) ?? '';
}

let lookup: Lookup = browserLookup;

/** For tests: other texts. */
export function useLookup(other: Lookup): void {
  lookup = other;
}

/** First Strong Isolate and Pop Directional Isolate (UAX #9): what stands between cannot reorder what is around it. */
const FSI = '\u2068';
const PDI = '\u2069';

/** What was looked up before: an extension that has stopped (Chromium 156, after a crash) leaves its pages without texts. */
const known = new Map<string, string>();

/** A sentence as plain text, with everything inserted isolated for bidi: for notifications, titles and labels. */
export function sentence(key: SentenceKey, ...insertions: Insertions): string {
  try {
    const text = lookup(
      key,
      insertions.map((each) => (typeof each === 'number' ? String(each) : `${FSI}${each}${PDI}`)),
    );
    if (insertions.length === 0) known.set(key, text);
    return text;
  } catch {
    return known.get(key) ?? '';
  }
}

/** The same for an accessible name, which is read out and not laid out: it needs no isolates. */
export function spokenSentence(key: SentenceKey, ...insertions: Insertions): string {
  return sentence(key, ...insertions).replaceAll(new RegExp(`[${FSI}${PDI}]`, 'gu'), '');
}

/**
 * The language of the texts and its direction, for `lang` and `dir`: of the locale that was found, which is not always
 * the browser's own (there may be no texts in that).
 */
export function textLanguage(): { readonly lang: string; readonly dir: string } {
  return { lang: sentence('text_language'), dir: sentence('text_direction') };
}

/** A sentence in parts, each of which is text or what was inserted: {@link insertedIn} tells. */
export function sentenceParts(key: SentenceKey, ...insertions: Insertions): readonly string[] {
  return sentence(key, ...insertions)
    .split(new RegExp(`(${FSI}[^${PDI}]*${PDI})`, 'u'))
    .filter(Boolean);
}

/** What was inserted, for markup to isolate: then the text itself needs no control characters. Null: a part is text. */
export function insertedIn(part: string): string | null {
  return part.startsWith(FSI) ? part.slice(1, -1) : null;
}
