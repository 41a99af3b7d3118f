import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clickAsPerson } from '@/components/testing/person.ts';
import { drawn } from '@/components/testing/sight.ts';
import { useEnglish } from '@/components/testing/english.ts';
import { CALL, PLACE, RING, TEA, viewWith } from '@/components/testing/views.ts';
import { useLookup } from '@/lib/i18n/sentence.ts';
import type { ToSurface } from '@/lib/messaging/ui.ts';
import { mountChat } from './mount.tsx';

/** The closed shadow roots of a page, which only whoever made them can see: noted as they are made. */
const roots = new Map<Element, ShadowRoot>();
const attach = Element.prototype.attachShadow;

beforeEach(() => {
  useEnglish();
  drawn(() => control() ?? null);
  vi.useFakeTimers();
  Element.prototype.attachShadow = function (this: Element, init) {
    const root = attach.call(this, init);
    roots.set(this, root);
    return root;
  };
  document.body.innerHTML = `<main data-earshot-conversation="tea" data-earshot-me="Bob">
    <header data-earshot-button><button>Search</button></header></main>`;
});
let leave: (() => void)[] = [];
afterEach(() => {
  for (const each of leave) each();
  leave = [];
  Element.prototype.attachShadow = attach;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The background's end of what was mounted. */
function mounted() {
  const said: { readonly type: string; readonly place?: { readonly title: string } | null }[] = [];
  let listeners: ((message: unknown) => void)[] = [];
  let endings: (() => void)[] = [];
  const runtime = {
    id: 'earshot' as string | undefined,
    connect() {
      listeners = [];
      endings = [];
      return {
        postMessage: (message: unknown) => void said.push(message as (typeof said)[number]),
        disconnect: () => undefined,
        onMessage: { addListener: (each: (message: unknown) => void) => void listeners.push(each) },
        onDisconnect: { addListener: (each: () => void) => void endings.push(each) },
      };
    },
  };
  mountChat(runtime);
  const hear = (message: ToSurface) => listeners.forEach((each) => each(message));
  leave.push(() => hear({ type: 'leave' }));
  return { said, runtime, hear, lose: () => endings.forEach((each) => each()) };
}
const shows = (conversation: typeof TEA | null, changes = {}): ToSurface => ({
  type: 'view',
  view: viewWith(changes),
  conversation,
});
const hosts = (tag: string) => [...document.querySelectorAll(tag)].filter((each) => roots.has(each));
const control = () => hosts('earshot-control')[0];
const inside = (host: Element | undefined) => (host && roots.get(host)) ?? document.createDocumentFragment();
const buttonNamed = (text: string) =>
  [...inside(control()).querySelectorAll('button')].find((each) => each.textContent?.includes(text));
const placesSaid = (said: ReturnType<typeof mounted>['said']) =>
  said.filter(({ type }) => type === 'site:shows').map(({ place }) => place?.title ?? null);

/** The page has done something, and it was looked at. */
async function pageSettles(): Promise<void> {
  await vi.advanceTimersByTimeAsync(100);
}

describe('on a chat page', () => {
  test('stands one button, in the place that the page gives it, and one overlay', async () => {
    mounted();
    await pageSettles();
    expect(hosts('earshot-control')).toHaveLength(1);
    expect(control()?.parentElement?.tagName).toBe('HEADER');
    expect(hosts('earshot-overlay')).toHaveLength(1);
  });

  test('the page can see nothing of what is within', async () => {
    mounted();
    await pageSettles();
    expect(control()?.shadowRoot).toBeNull();
    expect(document.documentElement.textContent).not.toContain('Audio chat');
  });

  test('the background is told what is shown, and nothing more while that stays', async () => {
    const { said } = mounted();
    await pageSettles();
    expect(placesSaid(said).at(-1)).toBe('tea');
    said.length = 0;
    document.body.append(document.createElement('p'));
    await pageSettles();
    expect(said).toEqual([]);
  });

  test('a click calls in the conversation that the background named', async () => {
    const { said, hear } = mounted();
    await pageSettles();
    expect(buttonNamed('Audio chat')?.getAttribute('aria-disabled')).toBe('true');
    hear(shows(TEA));
    await vi.advanceTimersByTimeAsync(500);
    clickAsPerson(buttonNamed('Audio chat') as Element);
    expect(said.at(-1)).toEqual({ type: 'call:start', conversation: TEA, to: null });
  });

  test('a click on what the page made transparent does nothing', async () => {
    const { said, hear } = mounted();
    await pageSettles();
    hear(shows(TEA));
    await vi.advanceTimersByTimeAsync(500);
    drawn(
      () => control() ?? null,
      () => ({ opacity: '0' }),
    );
    clickAsPerson(buttonNamed('Audio chat') as Element);
    expect(said.map(({ type }) => type)).not.toContain('call:start');
  });

  test('on a transparent page nobody is unmuted by a click, and whoever hangs up does', async () => {
    const { said, hear } = mounted();
    await pageSettles();
    hear(shows(TEA, { call: { ...CALL, muted: true } }));
    await vi.advanceTimersByTimeAsync(500);
    drawn(
      () => hosts('earshot-overlay')[0] ?? null,
      () => ({ opacity: '0' }),
    );
    const named = (name: string) =>
      inside(hosts('earshot-overlay')[0]).querySelector(`[aria-label="${name}"]`);
    said.length = 0;
    clickAsPerson(named('Muted. Unmute') as Element);
    clickAsPerson(named('Hang up') as Element);
    expect(said.map(({ type }) => type)).toEqual(['call:hang-up']);
  });

  test('another conversation disables the button until the background has named it', async () => {
    const { said, hear } = mounted();
    await pageSettles();
    hear(shows(TEA));
    document.querySelector('main')?.setAttribute('data-earshot-conversation', 'milk');
    await pageSettles();
    expect(placesSaid(said).at(-1)).toBe('milk');
    expect(buttonNamed('Audio chat')?.getAttribute('aria-disabled')).toBe('true');
  });

  test('an extension that has stopped is not shown in a call, and says what to do until it is back', async () => {
    const { hear, lose } = mounted();
    await pageSettles();
    hear(shows(TEA, { call: CALL }));
    expect(inside(control()).textContent).toContain('In call');
    lose();
    useLookup(() => {
      throw new Error('Extension context invalidated.');
    });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(inside(control()).textContent).toMatch(/Audio chat.*Earshot has stopped[.]/);
    expect(inside(control()).textContent).not.toContain('In call');
    expect(buttonNamed('Audio chat')?.getAttribute('aria-disabled')).toBe('true');
    useEnglish();
    hear(shows(TEA));
    expect(inside(control()).textContent).not.toContain('has stopped');
    expect(buttonNamed('Audio chat')?.getAttribute('aria-disabled')).toBe('false');
  });

  test('no conversation: no button, and the background knows', async () => {
    const { said } = mounted();
    await pageSettles();
    document.querySelector('main')?.removeAttribute('data-earshot-conversation');
    await pageSettles();
    expect(hosts('earshot-control')).toEqual([]);
    expect(placesSaid(said).at(-1)).toBeNull();
  });
});

describe('a page that renders itself anew', () => {
  test('gets its button back', async () => {
    mounted();
    await pageSettles();
    document.querySelector('header')?.replaceChildren(document.createElement('button'));
    await pageSettles();
    expect(hosts('earshot-control')).toHaveLength(1);
  });

  test('gets prompt and bar back', async () => {
    const { hear } = mounted();
    await pageSettles();
    hosts('earshot-overlay')[0]?.remove();
    await pageSettles();
    hear(shows(TEA, { places: [PLACE], rings: [RING] }));
    expect(inside(hosts('earshot-overlay')[0]).querySelector('[role=alertdialog]')).not.toBeNull();
  });

  test('or moves prompt and bar into something of its own, gets them back where they were', async () => {
    mounted();
    await pageSettles();
    const [overlay] = hosts('earshot-overlay');
    document.body.append(overlay as Element);
    await pageSettles();
    expect(overlay?.parentElement).toBe(document.documentElement);
  });

  test.each(['earshot-overlay', 'earshot-control'])(
    'and takes the style of %s away, gives it back',
    async (tag) => {
      mounted();
      await pageSettles();
      const root = inside(hosts(tag)[0]) as ShadowRoot;
      const before = [...root.adoptedStyleSheets];
      expect(before).toHaveLength(1);
      // as a browser does with what comes into another document
      root.adoptedStyleSheets = [];
      document.body.append(document.createElement('p'));
      await pageSettles();
      expect(root.adoptedStyleSheets).toEqual(before);
    },
  );

  test('keeps its bar while a call reconnects', async () => {
    const { hear } = mounted();
    await pageSettles();
    const bar = () => inside(hosts('earshot-overlay')[0]).querySelector('[role=region]');
    hear(shows(TEA, { call: CALL }));
    const before = bar();
    hear(shows(TEA, { call: { ...CALL, phase: 'reconnecting' } }));
    expect(before).not.toBeNull();
    expect(bar()).toBe(before);
  });

  test('by writing its HTML once more has one button, that works', async () => {
    const { said, hear } = mounted();
    await pageSettles();
    hear(shows(TEA));
    const header = document.querySelector('header') as Element;
    header.innerHTML += '<i>new</i>';
    await pageSettles();
    await vi.advanceTimersByTimeAsync(500);
    expect(document.querySelectorAll('earshot-control')).toHaveLength(1);
    clickAsPerson(buttonNamed('Audio chat') as Element);
    expect(said.at(-1)?.type).toBe('call:start');
  });
});

describe('a background that was restarted', () => {
  test('is told again what the page shows', async () => {
    const { said, lose } = mounted();
    await pageSettles();
    said.length = 0;
    lose();
    await vi.advanceTimersByTimeAsync(10);
    expect(placesSaid(said)).toEqual(['tea']);
    expect(said.some(({ type }) => type === 'site:attention')).toBe(true);
  });
});

describe('everything goes', () => {
  const left = () => document.querySelectorAll('earshot-control, earshot-overlay').length;

  test('when a newer Earshot took over', async () => {
    const { hear } = mounted();
    await pageSettles();
    hear({ type: 'leave' });
    document.querySelector('header')?.replaceChildren();
    await pageSettles();
    expect(left()).toBe(0);
  });

  test('when the extension was updated, even where nobody tells', async () => {
    const { runtime } = mounted();
    await pageSettles();
    runtime.id = undefined;
    document.body.append(document.createElement('p'));
    document.querySelector('header')?.replaceChildren();
    await pageSettles();
    expect(left()).toBe(0);
  });

  test('but the newest of two, with which the older one does not fight', async () => {
    mounted();
    await pageSettles();
    const newer = mounted();
    await pageSettles();
    newer.hear(shows(TEA));
    const newest = control();
    expect(buttonNamed('Audio chat')?.getAttribute('aria-disabled')).toBe('false');
    const fight = vi.fn();
    new MutationObserver(fight).observe(document.documentElement, { childList: true, subtree: true });
    await vi.advanceTimersByTimeAsync(300);
    expect(fight).not.toHaveBeenCalled();
    expect([control(), hosts('earshot-overlay').length]).toEqual([newest, 1]);
  });
});

describe("the page's title", () => {
  const ringing = shows(TEA, { rings: [RING] });

  test('is marked while somebody rings here, and as it was after', () => {
    document.title = 'tea';
    const { hear } = mounted();
    hear(ringing);
    expect(document.title).toBe('☎ tea');
    hear(ringing);
    expect(document.title).toBe('☎ tea');
    hear(shows(TEA));
    expect(document.title).toBe('tea');
  });

  test('keeps its mark where the page gives itself another, which is the one it has after', async () => {
    document.title = 'tea';
    const { hear } = mounted();
    hear(ringing);
    document.title = '(1) tea';
    await pageSettles();
    expect(document.title).toBe('☎ (1) tea');
    hear({ type: 'leave' });
    expect(document.title).toBe('(1) tea');
    await pageSettles();
    expect(document.title).toBe('(1) tea');
  });

  test('is marked once where the page counts in front of what it finds there', async () => {
    document.title = 'tea';
    const { hear } = mounted();
    hear(ringing);
    document.title = `(1) ${document.title}`;
    await pageSettles();
    expect(document.title).toBe('(1) ☎ tea');
    hear(shows(TEA));
    expect(document.title).toBe('(1) tea');
  });

  test('keeps a mark that is the page’s own', () => {
    document.title = '☎ Support';
    const { hear } = mounted();
    hear(ringing);
    hear(shows(TEA));
    expect(document.title).toBe('☎ Support');
  });
});
