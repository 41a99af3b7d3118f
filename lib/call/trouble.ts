import * as v from 'valibot';

/**
 * Who of the two in a call cannot be heard, and why, as far as both sides know it together: what is captured, sent and
 * received there and here is compared.
 */
export const MediaTrouble = v.picklist([
  /** Open, not muted, and no sound in it for a while: a switch on it, or the wrong one. */
  'microphone-silent',
  /** Gone, and the next one opens only in a page that is shown. */
  'microphone-window',
  /** Taken back: it was allowed for that time only. */
  'microphone-not-asked',
  'microphone-blocked',
  'microphone-blocked-by-system',
  'microphone-absent',
  'microphone-in-use',
  'microphone-failed',
  /** The other sends, and nothing of it comes here. */
  'nothing-arrives',
  /** This side sends, and nothing of it comes there. */
  'nothing-reaches',
  'peer-microphone-silent',
  'peer-microphone-gone',
]);
export type MediaTrouble = v.InferOutput<typeof MediaTrouble>;
