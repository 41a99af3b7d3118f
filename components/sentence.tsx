import { For } from 'solid-js';
import { type Insertions, sentenceParts, type SentenceKey } from '../lib/i18n/sentence.ts';

/** A sentence as data, for state that becomes text only where it is shown. */
export interface Text {
  readonly key: SentenceKey;
  readonly insertions?: Insertions;
}

/** A sentence whose names stand in `<bdi>`, so that none can reorder what is around it. */
export function Sentence(props: Text) {
  return (
    <For each={sentenceParts(props.key, ...(props.insertions ?? []))}>
      {(part) => ('text' in part ? part.text : <bdi>{part.inserted}</bdi>)}
    </For>
  );
}
