import * as v from 'valibot';
import { LIMITS } from './limits.ts';

/** Control characters, line and paragraph separators, and bidi controls (UAX #9): they restyle the text around a name. */
const UNSHOWABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** A person's or a room's name as it may be shown: one line, no controls, cut to the limit; '' when nothing is left. */
export function showableName(raw: string): string {
  const clean = raw.replaceAll(UNSHOWABLE, ' ').replaceAll(/\s+/g, ' ').trim();
  return Array.from(clean).slice(0, LIMITS.nameCharacters).join('').trim();
}

/** A name at any boundary: cleaned, never empty. */
export const Name = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.transform(showableName),
  v.minLength(1),
  v.brand('Name'),
);
export type Name = v.InferOutput<typeof Name>;
