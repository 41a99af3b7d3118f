import { showableName } from '../protocol/index.ts';
import { recognise } from './registry.ts';
import type { Adapter, Page, Reading } from './adapter.ts';

/** What a recognised page shows, and who could tell. */
export interface SiteReading {
  readonly adapter: Adapter;
  readonly reading: Reading & { readonly server: string | null };
}

/** As `ConversationKey` of lib/messaging/ui.ts takes them; no chat names its rooms at this length. */
const PART_CHARACTERS = 1024;
/** As `SiteReport` takes it; longer is no address. */
const SERVER_CHARACTERS = 2048;

/**
 * Reads a page. What it gives is fit to be shown and sent: names are one line each and free of controls. Undefined
 * where the page is not a known chat, shows no conversation, or one without a usable name.
 */
export function readingOf(page: Page): SiteReading | undefined {
  const adapter = recognise(page);
  const raw = adapter?.read(page);
  if (!adapter || !raw) return undefined;
  const title = showableName(raw.title);
  const me = showableName(raw.me);
  const usable = raw.key.parts.every((part) => part.length > 0 && part.length <= PART_CHARACTERS);
  if (!title || !me || !usable) return undefined;
  const people = raw.people.map(showableName).filter((name) => name !== '');
  return { adapter, reading: { ...raw, title, me, people, server: serverOf(raw, page) } };
}

function serverOf({ server }: Reading, { document }: Page): string | null {
  const meta = document.querySelector('meta[name="earshot-server"]');
  const written = (server || meta?.getAttribute('content'))?.trim();
  return written && written.length <= SERVER_CHARACTERS ? written : null;
}

/** Whether nothing changed that anybody acts on. Elements count by identity. */
export function sameReading(one: SiteReading | undefined, other: SiteReading | undefined): boolean {
  if (!one || !other) return one === other;
  const [a, b] = [one.reading, other.reading];
  return (
    one.adapter === other.adapter &&
    a.key.scope === b.key.scope &&
    a.key.kind === b.key.kind &&
    sameList(a.key.parts, b.key.parts) &&
    a.title === b.title &&
    a.me === b.me &&
    a.server === b.server &&
    sameList(a.people, b.people) &&
    a.button.parent === b.button.parent &&
    a.button.before === b.button.before &&
    a.button.like === b.button.like
  );
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
