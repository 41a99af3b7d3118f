import { For } from 'solid-js';
import { insertedIn, type Insertions, sentenceParts, type SentenceKey } from '../lib/i18n/sentence.ts';

/** A sentence as data, for state that becomes text only where it is shown. */
export interface Text {
  readonly key: SentenceKey;
  readonly insertions?: Insertions;
}

/**
 * A sentence whose names stand in `<bdi>`, so that none can reorder what is around it. What stays the same through a new
 * snapshot of the view stays in its place: a screen reader would read out again what is put there anew.
 */
export function Sentence(props: Text) {
  return (
    <For each={sentenceParts(props.key, ...(props.insertions ?? []))}>
      {(part) => {
        const inserted = insertedIn(part);
        return inserted === null ? part : <bdi>{inserted}</bdi>;
      }}
    </For>
  );
}

/** A sentence that comes as data. Spread into properties it would bring Solid's `mergeProps` into every page. */
export function SentenceOf(props: { readonly text: Text }) {
  return <Sentence key={props.text.key} insertions={props.text.insertions ?? []} />;
}
