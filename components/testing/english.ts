import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { useLookup } from '../../lib/i18n/sentence.ts';

/** The English texts, as the browser would look them up. */
export function useEnglish(): void {
  const texts: Readonly<Record<string, { readonly message: string }>> = messages;
  useLookup((key, insertions) =>
    (texts[key]?.message ?? `missing: ${key}`).replaceAll(
      /\$(\d)/g,
      (_, index) => insertions[Number(index) - 1] ?? '',
    ),
  );
}
