import arabicMessages from '../../public/_locales/ar/messages.json' with { type: 'json' };
import germanMessages from '../../public/_locales/de/messages.json' with { type: 'json' };
import englishMessages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Lookup, SentenceKey } from '../../lib/i18n/sentence.ts';

type Messages = Readonly<Record<string, { readonly message: string } | undefined>>;

const LANGUAGE_KEYS: readonly string[] = ['text_language', 'text_direction'] satisfies SentenceKey[];

/** The texts as another makes them over, as the browser would look them up; those that name the language stay. */
function lookupOf(messages: Messages, makeOver = (text: string): string => text): Lookup {
  return (key, insertions) => {
    const text = messages[key]?.message ?? `missing: ${key}`;
    if (LANGUAGE_KEYS.includes(key)) return text;
    return makeOver(text).replaceAll(/\$(\d)/g, (_, digit: string) => insertions[Number(digit) - 1] ?? '');
  };
}

export const english = lookupOf(englishMessages);
export const german = lookupOf(germanMessages);
export const arabic = lookupOf(arabicMessages);

/** Every text is marked where it begins and ends: what is not marked did not come from the locale files. */
export const marked = lookupOf(englishMessages, (text) => `⟦${text}⟧`);

/** Twice as long, and without a place to break but where words end. */
export const long = lookupOf(englishMessages, (text) => `${text} ${text.replaceAll(/\$\d/g, '…')}`);
