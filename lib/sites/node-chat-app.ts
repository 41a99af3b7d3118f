import type { Adapter, Page } from './adapter.ts';

/**
 * The chat of a well-known Node course, in the forms it is found in: static pages
 * (`/chat.html?name=&room=`) and a Vue client (`/#/chat-room/ROOM/NAME`).
 *
 * Rooms are compared by its server byte for byte, so neither case nor Unicode is folded. Its list of
 * people is not to be trusted with who is in the room: one of its servers lists everybody.
 */
export const nodeChatApp: Adapter = {
  name: 'node-chat-app',
  checkedOn: '2026-11-22',
  recognises: (page) => chatElement(page) !== undefined && joinOf(page.url) !== undefined,
  read(page) {
    const chat = chatElement(page);
    const footer = chat?.querySelector('.chat__footer');
    if (!chat || !footer) return undefined;
    const join = joins.get(chat) ?? joinOf(page.url);
    if (!join) return undefined;
    joins.set(chat, join);
    const buttons = footer.querySelectorAll(':scope > button, form > button');
    return {
      key: { scope: 'origin', kind: 'room', parts: [join.room] },
      title: join.room,
      me: join.me,
      people: Array.from(chat.querySelectorAll('#users li'), (person) => person.textContent),
      button: { parent: footer, before: null, like: buttons.item(buttons.length - 1) },
    };
  },
};

interface Join {
  readonly room: string;
  readonly me: string;
}

/**
 * What each chat on a page had joined when it was first seen. The Vue client joins once, when it makes this
 * element, and stays in that room under that name when somebody edits the address afterwards.
 */
const joins = new WeakMap<Element, Join>();

/** The element around the whole chat; undefined while its Vue template is not rendered. */
function chatElement({ document }: Page): Element | undefined {
  const parts = [
    '.chat__sidebar #users',
    '.chat__main .chat__messages',
    '.chat__main .chat__footer form input',
  ];
  const chat = document.querySelector('.chat');
  const whole = chat && parts.every((part) => chat.querySelector(part));
  return whole && !chat.querySelector('#users [v-for]') ? chat : undefined;
}

function joinOf(url: URL): Join | undefined {
  const [room, me] = url.pathname.endsWith('/chat.html') ? inQuery(url) : inHash(url);
  // Its server turns down what is only white space, and otherwise takes names as they are.
  return room?.trim() && me?.trim() ? { room, me } : undefined;
}

function inQuery({ searchParams }: URL): readonly (string | undefined)[] {
  // Of a repeated field some versions take the first, others the last.
  return [searchParams.getAll('room'), searchParams.getAll('name')].map((values) =>
    values.length === 1 ? values[0] : undefined,
  );
}

function inHash({ hash }: URL): readonly string[] {
  const match = /^#\/chat-room\/([^/?#]+)\/([^/?#]+)\/?$/.exec(hash);
  try {
    return match ? match.slice(1).map(decodeURIComponent) : [];
  } catch {
    return [];
  }
}
