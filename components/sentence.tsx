import { createMemo, For } from 'solid-js';
import { type Insertions, sentenceParts, type SentenceKey } from '../lib/i18n/sentence.ts';

/** A sentence as data, for state that becomes text only where it is shown. */
export interface Text {
  readonly key: SentenceKey;
  readonly insertions?: Insertions;
}

/**
 * A sentence whose names stand in `<bdi>`, so that none can reorder what is around it. Where it stays the same through a new
 * snapshot of the view so do its elements: a screen reader would read out again what is put there anew.
 */
export function Sentence(props: Text) {
  const parts = createMemo(() => sentenceParts(props.key, ...(props.insertions ?? [])), [], {
    equals: isSame,
  });
  return <For each={parts()}>{(part) => ('text' in part ? part.text : <bdi>{part.inserted}</bdi>)}</For>;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
