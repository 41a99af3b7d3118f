import type { Page } from 'puppeteer';
import { bundle } from '../gallery/bundle.ts';
import type { Finding } from './findings.ts';
import { OFF } from './rules.ts';

declare function audit(off: readonly string[]): Promise<Finding[]>;

/** What {@link auditPage} needs in a page. */
export async function bundleAudit(): Promise<string> {
  return bundle(new URL('./in-page.ts', import.meta.url));
}

/** Looks for everything that is wrong with what the page shows, once the script of {@link bundleAudit} was evaluated there. */
export async function auditPage(page: Page, ...off: readonly (keyof typeof OFF)[]): Promise<Finding[]> {
  const rules = (['everywhere', ...off] as const).flatMap((each) => Object.keys(OFF[each]));
  return page.evaluate(async (these) => audit(these), rules);
}

/** What was found, for people to read: a line for each kind of thing, with where it was met first. */
export function report(found: readonly (Finding & { readonly where: string })[]): string {
  const kinds = Map.groupBy(found, ({ rule, element }) => `${rule} ${element.replaceAll(/\d+/g, '')}`);
  return [...kinds.values()]
    .flatMap(([first, ...more]) => (first ? [{ ...first, more: more.length }] : []))
    .map(({ where, more, rule, element, what }) => {
      const others = more > 0 ? ` (and ${more} more)` : '';
      return `${where}${others}: ${rule}: ${element}: ${what}`;
    })
    .join('\n');
}
