import { useLookup } from '../../lib/i18n/sentence.ts';
import { english } from './pseudo-locale.ts';

/** The English texts, as the browser would look them up. */
export function useEnglish(): void {
  useLookup(english);
}
