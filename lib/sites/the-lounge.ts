import type { Adapter, Page, Reading } from './adapter.ts';

/**
 * The Lounge (4.5), a web client of IRC that many people share.
 *
 * A conversation is a network and a channel, or a network and two nicks. The network is known to the page by
 * its label only, which names it among the users of one Lounge and nowhere else, so the scope is the origin.
 *
 * Names are folded as IRC's `ascii` casemapping does (A-Z only, no Unicode normalisation: IRC compares bytes).
 * Some networks use `rfc1459`, which also takes `[]\~` for `{}|^`, and the page does not say which: folding less
 * can at worst keep two spellings of one channel apart, folding more would join two channels in one.
 */
export const theLounge: Adapter = {
  name: 'the-lounge',
  checkedOn: '2026-11-22',
  recognises: ({ document }) =>
    document.querySelector('meta[name="application-name"][content="The Lounge"]') !== null &&
    document.querySelector('#app > #viewport > #sidebar') !== null,
  read(page) {
    const view = page.document.querySelector(
      '#chat-container .chat-view[data-type="channel"], #chat-container .chat-view[data-type="query"]',
    );
    const title = view?.getAttribute('aria-label');
    // No nick holds a `#`; what would stand behind one is a password.
    const me = page.document.querySelector('#chat-container #nick')?.textContent.trim().split('#')[0];
    return view && title && me ? readingOf(page, view, title, me) : undefined;
  },
};

function readingOf(page: Page, view: Element, title: string, me: string): Reading | undefined {
  const network = networkOf(page.document, view);
  const menu = view.querySelector('.header > button.menu');
  if (!network || !menu?.parentElement) return undefined;
  const direct = view.getAttribute('data-type') === 'query';
  return {
    key: direct
      ? { scope: 'origin', kind: 'direct', parts: [network, asciiFolded(me), asciiFolded(title)] }
      : { scope: 'origin', kind: 'room', parts: [network, asciiFolded(title)] },
    title,
    me,
    people: direct
      ? [title]
      : Array.from(
          view.querySelectorAll('.userlist .user[data-name]'),
          (user) => user.getAttribute('data-name') ?? '',
        ),
    button: { parent: menu.parentElement, before: menu, like: menu },
  };
}

/** The network of a shown channel, by the element id that the app gives the channel for the page's life. */
const networks = new WeakMap<Document, Map<string, string>>();

/**
 * The label of the network that a shown channel belongs to; undefined when it was left (its tab stays, greyed).
 * Somebody who types in "Jump to…" has only search results in the sidebar, without networks: what was seen
 * before then holds.
 */
function networkOf(document: Document, view: Element): string | undefined {
  const known = networks.get(document) ?? new Map<string, string>();
  networks.set(document, known);
  if (!document.querySelector('#sidebar .networks')) return known.get(view.id);
  if (!/^chan-\d+$/.test(view.id)) return undefined;
  const entry = document.querySelector(`#sidebar .network [aria-controls="#${view.id}"]`);
  const lobby = entry?.closest('.network')?.querySelector('[data-type="lobby"]');
  const network = lobby?.getAttribute('data-name') || undefined;
  if (!network || entry?.classList.contains('parted-channel')) return undefined;
  known.set(view.id, network);
  return network;
}

function asciiFolded(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
