import * as v from 'valibot';

/** A device as this extension's own pages know it (W3C Media Capture 9.3); null: the one that the system prefers. */
const Device = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(512)));

/** What the person has chosen of sound. A device that is not there is no obstacle: then the system's preferred one serves. */
export const SoundChoice = v.object({
  /** Echo cancellation, noise suppression and gain control together. */
  processing: v.boolean(),
  microphone: Device,
  loudspeaker: Device,
});
export type SoundChoice = v.InferOutput<typeof SoundChoice>;

export const AS_THE_SYSTEM_PREFERS: SoundChoice = { processing: true, microphone: null, loudspeaker: null };
