import * as v from 'valibot';

/**
 * What an opening microphone waits for, where the browser lets it wait: the answer to its question, or the call window
 * to be shown. Null: nothing that the person has to do.
 */
export const MicrophoneWait = v.nullable(v.picklist(['permission', 'window']));
export type MicrophoneWait = v.InferOutput<typeof MicrophoneWait>;
