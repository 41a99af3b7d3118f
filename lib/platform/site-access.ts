import { browser } from 'wxt/browser';
import { accessPattern } from './access-pattern.ts';

/** Match patterns of the sites that the person has permitted; those of the manifest are not among them. */
export async function grantedSites(): Promise<string[]> {
  const { origins = [] } = await browser.permissions.getAll();
  return origins.filter((origin) => !manifestSites().includes(origin)).toSorted();
}

/** Those that the build comes with: a development build is on this machine's pages, a store's on none. */
export function manifestSites(): string[] {
  return (browser.runtime.getManifest().content_scripts ?? []).flatMap(({ matches = [] }) => matches);
}

export async function mayBeOn(url: URL): Promise<boolean> {
  const pattern = accessPattern(url);
  return pattern !== null && browser.permissions.contains({ origins: [pattern] });
}

/** Asks the person: only from their click on a page of Earshot's own. It may outlive the popup that asked. */
export async function askForSite(pattern: string): Promise<boolean> {
  return browser.permissions.request({ origins: [pattern] });
}

export async function removeSite(pattern: string): Promise<void> {
  await browser.permissions.remove({ origins: [pattern] });
}

/** Calls back when the person, here or in the browser's own settings, has permitted sites or taken some back. */
export function onSiteAccess(added: (sites: string[]) => void, removed: () => void): void {
  browser.permissions.onAdded.addListener(({ origins = [] }) => added(origins));
  browser.permissions.onRemoved.addListener(({ origins = [] }) => {
    if (origins.length > 0) removed();
  });
}
