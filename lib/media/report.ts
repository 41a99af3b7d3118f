import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What each side says of its sound about every 2 s, and at once when another microphone opens. */
export const SoundReport = v.object({
  v: v.literal(1),
  type: v.literal('report'),
  /** `muted`: by the person. `silent`: open, and digital silence comes from it. `gone`: none is open. */
  microphone: v.picklist(['live', 'muted', 'silent', 'gone']),
  /** Since the connection was made; a new connection starts at 0. */
  sentPackets: count,
  receivedPackets: count,
});
export type SoundReport = v.InferOutput<typeof SoundReport>;

export const REPORT_MS = 2_000;
