import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page has got hold of. Its scripts add to it; nothing of Earshot's shall ever be in it. */
export interface Loot {
  /** What closed roots gave away, and what was heard that was not for the page. */
  readonly found: string[];
}

declare global {
  interface Window {
    loot: Loot;
  }
}

/** Who is in which conversation, as the page says of itself. */
export interface SelfDescription {
  readonly me: string;
  readonly conversation: string;
  readonly title?: string;
}

export interface HostilePages {
  /** A page that describes itself and does nothing more. */
  friendly(description: SelfDescription): string;
  /** The same with {@link lieInWait} as its first script. */
  hostile(description: SelfDescription): string;
  close(): Promise<void>;
}

/** A chat at an address of its own, whose people may also be served a hostile one. */
export async function startHostilePages(): Promise<HostilePages> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const attribute = (name: string) => `data-earshot-${name}="${escaped(searchParams.get(name) ?? '')}"`;
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Chat</title>
      <meta name="viewport" content="width=device-width">
      ${pathname === '/hostile' ? `<script>(${lieInWait.toString()})()</script>` : ''}
      <body><main ${attribute('conversation')} ${attribute('me')} ${attribute('title')}>
        <header data-earshot-button><button>Search</button></header><p>Free tea for everybody.</p></main>`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = (path: string, description: SelfDescription) =>
    `http://127.0.0.1:${port}/${path}?${new URLSearchParams({ ...description }).toString()}`;
  return {
    friendly: (description) => url('friendly', description),
    hostile: (description) => url('hostile', description),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/**
 * Runs in the page before Earshot does: puts itself wherever an extension that is not careful passes by. It takes our tags for
 * custom elements of its own, as whose author it may ask for their roots; wraps what makes roots, listens and clicks; and
 * looks at every event for where it really happened.
 */
function lieInWait(): void {
  const found: string[] = [];
  window.loot = { found };
  const inspect = (what: string, node: unknown) => {
    if (!(node instanceof Node)) return;
    const root = node.getRootNode();
    if (root instanceof ShadowRoot) found.push(`${what}: ${root.textContent}`);
  };

  for (const tag of ['earshot-control', 'earshot-overlay']) {
    customElements.define(
      tag,
      class extends HTMLElement {
        private internals: ElementInternals | undefined;
        connectedCallback(): void {
          this.internals ??= this.attachInternals();
          const { internals } = this;
          inspect(`${tag}, its internals`, internals.shadowRoot?.firstChild);
          // and again whenever there is more to see
          addEventListener('look', () => inspect(`${tag}, its internals`, internals.shadowRoot?.firstChild));
        }
      },
    );
  }

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
    if (this.localName.startsWith('earshot')) found.push(`attachShadow of ${this.localName}`);
    return attach.call(this, { ...init, mode: 'open' });
  };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...parameters: unknown[]) {
    inspect('addEventListener', this);
    (listen as (...all: unknown[]) => void).apply(this, parameters);
  };
  const insert = Node.prototype.insertBefore;
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, child: Node | null): T {
    inspect('insertBefore', node);
    return insert.call(this, node, child) as T;
  };

  const ATTRIBUTES = ['target', 'relatedTarget', 'srcElement', 'fromElement', 'toElement'];
  const EVENTS = [
    'pointermove',
    'mouseover',
    'pointerdown',
    'mousedown',
    'click',
    'focusin',
    'keydown',
    'copy',
  ];
  for (const type of [...EVENTS, 'selectionchange', 'animationstart', 'transitionrun']) {
    window.addEventListener(
      type,
      (event) => {
        for (const name of ATTRIBUTES)
          inspect(`${type}.${name}`, (event as unknown as Record<string, unknown>)[name]);
        for (const node of event.composedPath()) inspect(`path of ${type}`, node);
      },
      true,
    );
  }
  window.addEventListener('message', ({ data }) => {
    if (data !== 'the page itself') found.push(`message: ${JSON.stringify(data)}`);
  });
}

/** Everything that a page can find out about what is shown, as one text: whatever of Earshot's is in it was given away. */
export function spy(words: readonly string[]): string {
  window.dispatchEvent(new Event('look'));
  const found: (string | null | undefined)[] = [...window.loot.found];
  const selection = getSelection();
  const selected = () => {
    found.push(String(selection));
    for (const node of [selection?.anchorNode, selection?.focusNode]) {
      if (node?.getRootNode() instanceof ShadowRoot) found.push(node.textContent);
    }
  };
  // what the person selected
  selected();
  selection?.selectAllChildren(document.documentElement);
  selected();
  document.execCommand('selectAll');
  selected();
  selection?.removeAllRanges();

  const hosts = [...document.querySelectorAll<HTMLElement>('earshot-control, earshot-overlay')];
  for (const host of hosts) {
    found.push(host.shadowRoot?.textContent, host.innerText, host.textContent, host.outerHTML);
    found.push(host.ariaLabel, host.ariaDescription, host.title, host.getAttribute('aria-label'));
    const copy = host.cloneNode(true) as HTMLElement;
    found.push(copy.shadowRoot?.textContent, copy.innerHTML);
    if ('getHTML' in host) found.push(host.getHTML({ serializableShadowRoots: true }));
  }
  const ours = (target: Element | null | undefined) =>
    found.push(target?.getRootNode() instanceof ShadowRoot ? target.textContent : '');
  for (const { effect } of [
    ...document.getAnimations(),
    ...document.documentElement.getAnimations({ subtree: true }),
  ]) {
    ours((effect as KeyframeEffect).target);
  }
  for (let x = 0; x < innerWidth; x += 20) {
    for (let y = 0; y < innerHeight; y += 10) {
      for (const element of document.elementsFromPoint(x, y)) ours(element);
      ours(document.caretPositionFromPoint?.(x, y)?.offsetNode as Element | undefined);
    }
  }
  found.push(document.title, document.documentElement.innerText, document.documentElement.outerHTML);
  // `find` only says yes or no: by that a page reads letter by letter
  const { find } = window as unknown as { find(text: string, ...how: boolean[]): boolean };
  for (const word of words) {
    selection?.removeAllRanges();
    if (find.call(window, word, false, false, true)) found.push(`find: ${word}`);
  }
  selection?.removeAllRanges();
  return found.join('\n');
}

/** The closed roots that Firefox's `window.find` leads to, by what they say: it selects in them, and a selection has nodes. */
export function searchForRoots(): string[] {
  const { find } = window as unknown as { find(text: string, ...how: boolean[]): boolean };
  const roots = new Set<string>();
  for (const letter of 'etaoinshrdlu') {
    getSelection()?.removeAllRanges();
    for (let times = 0; times < 200 && find.call(window, letter); times += 1) {
      const root = getSelection()?.anchorNode?.getRootNode();
      if (root instanceof ShadowRoot) roots.add(root.textContent ?? '');
    }
  }
  getSelection()?.removeAllRanges();
  return [...roots];
}

/** Notes the closed roots that an event leads to by what only Firefox says of it. */
export function watchForNodes(): void {
  for (const type of ['pointermove', 'mousemove', 'mouseover', 'click', 'focusin', 'keydown']) {
    window.addEventListener(
      type,
      (event) => {
        for (const name of ['originalTarget', 'explicitOriginalTarget', 'rangeParent']) {
          const node = (event as unknown as Record<string, unknown>)[name];
          const root = node instanceof Node ? node.getRootNode() : null;
          if (root instanceof ShadowRoot) window.loot.found.push(`${name}: ${root.textContent}`);
        }
      },
      true,
    );
  }
}

/**
 * Every event that a script can make, at everything that the page can reach and besides at `node`, as if the page had got hold
 * of that, and of all that is in its root.
 */
export function storm(node: Element): void {
  const root = node.getRootNode();
  const within = root instanceof ShadowRoot ? [root, ...root.querySelectorAll('*')] : [];
  const reachable = [window, document, document.activeElement, ...document.querySelectorAll('*')];
  const init = { bubbles: true, composed: true, cancelable: true };
  for (const target of [...reachable, ...within, node]) {
    if (!target) continue;
    const box = target instanceof Element ? target.getBoundingClientRect() : new DOMRect();
    const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
    const pointer = { ...init, clientX, clientY, detail: 1, button: 0, isPrimary: true, view: window };
    for (const type of ['pointerover', 'pointermove', 'pointerdown', 'pointerup']) {
      target.dispatchEvent(new PointerEvent(type, pointer));
    }
    for (const type of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(type, pointer));
    target.dispatchEvent(new PointerEvent('click', pointer));
    for (const key of ['Enter', ' ']) {
      for (const type of ['keydown', 'keypress', 'keyup']) {
        target.dispatchEvent(new KeyboardEvent(type, { ...init, key }));
      }
    }
    for (const type of ['focusin', 'focus', 'submit', 'input', 'change', 'select']) {
      target.dispatchEvent(new Event(type, init));
    }
    if (target instanceof HTMLElement) {
      target.focus();
      target.click();
    }
  }
  const commands = ['call:start', 'call:accept', 'call:refuse', 'call:mute', 'call:hang-up', 'view', 'leave'];
  const { chrome } = window as unknown as { chrome?: { runtime?: { sendMessage?(message: unknown): void } } };
  for (const type of commands) {
    window.dispatchEvent(new CustomEvent(type, { detail: {} }));
    window.dispatchEvent(new MessageEvent('message', { data: 'the page itself' }));
    chrome?.runtime?.sendMessage?.({ type });
  }
}

/** A sheet with which a page tries to change, hide and shift whatever is Earshot's. */
export const HOSTILE_STYLE = `
* { color: red !important; font: 40px fantasy !important; background: red !important; letter-spacing: 1em !important; }
earshot-overlay, earshot-overlay::before {
  all: unset !important; content: 'x'; opacity: 0.01 !important; filter: opacity(0.01) !important;
  mask-image: linear-gradient(transparent, transparent) !important; transform: translate(-200px, 300px) scale(3) !important;
  clip-path: circle(10px) !important; mix-blend-mode: darken !important; inset: 40% !important; zoom: 2 !important;
  z-index: -1 !important; pointer-events: auto !important; cursor: none !important; user-select: all !important;
  transition: all 9s !important; animation: hide 1s infinite !important; color-scheme: only dark !important;
  visibility: hidden !important; writing-mode: vertical-rl !important; text-transform: uppercase !important;
  -webkit-text-security: disc; text-indent: 99px !important; -webkit-text-fill-color: transparent !important;
}
earshot-overlay, earshot-control {
  --surface: transparent !important; --raised: transparent !important; --line: transparent !important;
  --text: transparent !important; --soft: transparent !important; --go: transparent !important;
  --on-go: transparent !important; --go-soft: transparent !important; --stop: transparent !important;
  --on-stop: transparent !important; --shadow: none !important;
}
@keyframes hide { from, to { opacity: 0; translate: 500px; --text: transparent; } }
:host, .earshot, .prompt, button.go { display: none !important; }
`;
