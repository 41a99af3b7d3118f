import { normalServerUrl } from './server-url.ts';
import { chooseForSite, chosenServer } from './servers.ts';
import { settings } from './settings.ts';

/** A call server that was kept. */
export interface KeptServer {
  /** As it is dialled. */
  readonly url: string;
  /** The person agreed to it before, or need not be asked. */
  readonly agreed: boolean;
}

/** Keeps the usual call server as a person writes it; null: it is no address, and nothing was kept. */
export async function keepUsualServer(written: string, accessKey: string): Promise<KeptServer | null> {
  const url = normalServerUrl(written);
  if (url === undefined) return null;
  await settings.servers.change((now) => ({ ...now, usual: { url, accessKey: accessKey.trim() } }));
  return { url, agreed: await isAgreed('') };
}

/** Keeps a call server for one site, both as a person writes them; says which of them is no address, where nothing was kept. */
export async function keepSiteServer(
  writtenSite: string,
  written: string,
): Promise<KeptServer | 'no-site' | 'no-server'> {
  const site = siteOf(writtenSite);
  if (site === undefined) return 'no-site';
  const url = normalServerUrl(written);
  if (url === undefined) return 'no-server';
  await settings.servers.change((now) => chooseForSite(now, site, { url, accessKey: '' }));
  return { url, agreed: await isAgreed(site) };
}

/** The host of a chat page, of its address or of the host alone. */
function siteOf(written: string): string | undefined {
  const url = normalServerUrl(written);
  return url === undefined ? undefined : new URL(url).host;
}

async function isAgreed(site: string): Promise<boolean> {
  return chosenServer(site, null, {}, await settings.servers.get()).agreed;
}
