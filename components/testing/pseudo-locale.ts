import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Lookup, SentenceKey } from '../../lib/i18n/sentence.ts';

const LANGUAGE_KEYS: readonly string[] = ['text_language', 'text_direction'] satisfies SentenceKey[];

/** The English texts as another makes them over; those that name the language stay, but for the direction. */
function lookupOf(makeOver: (text: string) => string, direction: 'ltr' | 'rtl' = 'ltr'): Lookup {
  return (key, insertions) => {
    const text =
      (messages as Record<string, { readonly message: string } | undefined>)[key]?.message ??
      `missing: ${key}`;
    if (key === 'text_direction') return direction;
    if (LANGUAGE_KEYS.includes(key)) return text;
    return makeOver(text).replaceAll(/\$(\d)/g, (_, digit: string) => insertions[Number(digit) - 1] ?? '');
  };
}

export const english = lookupOf((text) => text);

/** Every text is marked where it begins and ends: what is not marked did not come from the locale files. */
export const marked = lookupOf((text) => `⟦${text}⟧`);

/** Twice as long, as German is at times, and without a place to break but where words end. */
export const long = lookupOf((text) => `${text} ${text.replaceAll(/\$\d/g, '…')}`);

/** Written from right to left: a right-to-left override (UAX #9) around every text, so that it is laid out as Arabic is. */
export const rightToLeft = lookupOf((text) => `\u202e${text}\u202c`, 'rtl');
