import type { Adapter, Page, Reading } from './adapter.ts';

/**
 * A chat page that describes itself, with attributes on its own elements:
 *
 * | attribute | on | meaning |
 * | --- | --- | --- |
 * | `data-earshot-conversation` | the element that holds the chat (may be `body`) | A room: its id. A direct chat: the other person's id. Taken exactly as written: fold case and Unicode before writing it, by your chat's own rule. Absent or empty: no conversation now. |
 * | `data-earshot-me` | the same element | My name, as the others see it. Required. |
 * | `data-earshot-kind` | the same element | `room` (the default) or `direct`. |
 * | `data-earshot-me-id` | the same element | `direct` only: my id, the one that the other's page writes as its conversation. Without it my name is my id. |
 * | `data-earshot-title` | the same element | What people call the conversation. Without it, its id. |
 * | `data-earshot-scope` | the same element | `origin` (the default), or `global` where the ids are the same on every server of a federation. |
 * | `data-earshot-server` | the same element | The call server that the people of this chat meet at, `https://…`. Each of them is asked before it is used. `<meta name="earshot-server" content="https://…">` does the same for pages of every kind. |
 * | `data-earshot-person` | each person in the list, inside it | Their name; empty: the element's text. Optional. |
 * | `data-earshot-button` | one element inside it | The button is put at its end, and takes after a button already there. Required. |
 *
 * Attributes may change at any time; the page is read again. One conversation at a time: the first one counts.
 */
export const selfDescribed: Adapter = {
  name: 'self-described',
  checkedOn: '2026-11-22',
  recognises: (page) => chatOf(page) !== undefined,
  read(page) {
    const chat = chatOf(page);
    return chat && readingOf(chat);
  },
};

interface Chat {
  readonly root: Element;
  readonly place: Element;
  readonly conversation: string;
  readonly me: string;
}

function chatOf({ document }: Page): Chat | undefined {
  const root = document.querySelector('[data-earshot-conversation]:not([data-earshot-conversation=""])');
  const place = root?.querySelector('[data-earshot-button]');
  const me = root?.getAttribute('data-earshot-me');
  if (!root || !place || !me?.trim()) return undefined;
  return { root, place, me, conversation: root.getAttribute('data-earshot-conversation') ?? '' };
}

function readingOf({ root, place, conversation, me }: Chat): Reading | undefined {
  const kind = root.getAttribute('data-earshot-kind') || 'room';
  const scope = root.getAttribute('data-earshot-scope') || 'origin';
  // A word that this version does not know must not silently mean another conversation.
  if ((kind !== 'room' && kind !== 'direct') || (scope !== 'origin' && scope !== 'global')) return undefined;
  return {
    key: {
      scope,
      kind,
      parts:
        kind === 'direct' ? [root.getAttribute('data-earshot-me-id') || me, conversation] : [conversation],
    },
    title: root.getAttribute('data-earshot-title')?.trim() || conversation,
    me,
    people: Array.from(
      root.querySelectorAll('[data-earshot-person]'),
      (person) => person.getAttribute('data-earshot-person') || person.textContent,
    ),
    server: root.getAttribute('data-earshot-server'),
    button: { parent: place, before: null, like: place.querySelector('button') },
  };
}
