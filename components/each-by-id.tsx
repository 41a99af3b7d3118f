import { type Accessor, createMemo, For, type JSX } from 'solid-js';

/**
 * A list whose rows live as long as their id is in it: every snapshot of the view brings new objects, and a row must keep
 * its focus and its guard through them.
 */
export function EachById<Item>(props: {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly children: (item: Accessor<Item>) => JSX.Element;
}) {
  const find = (id: string) => props.items.find((item) => props.idOf(item) === id);
  return (
    <For each={props.items.map((item) => props.idOf(item))}>
      {(id) => props.children(createMemo<Item>((before) => find(id) ?? before, find(id) as Item))}
    </For>
  );
}
