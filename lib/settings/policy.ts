import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { CallServer, Site } from './servers.ts';

/** What whoever manages this browser has settled; what is wrong in one entry takes nothing from the others. */
export const Policy = v.object({
  /** The call server, wherever none is named for the site. */
  server: v.fallback(v.optional(CallServer), undefined),
  siteServers: v.fallback(v.optional(v.record(Site, CallServer)), undefined),
  /** Where Earshot may be used; without it, wherever the person permits it. */
  sites: v.fallback(v.optional(v.array(Site)), undefined),
  soundProcessing: v.fallback(v.optional(v.boolean()), undefined),
});
export type Policy = v.InferOutput<typeof Policy>;

const NO_POLICY: Policy = {
  server: undefined,
  siteServers: undefined,
  sites: undefined,
  soundProcessing: undefined,
};

/** Whether Earshot may be used on pages of that host. */
export function mayBeUsedOn({ sites }: Policy, site: string): boolean {
  return sites === undefined || sites.includes(site);
}

/** What is settled now; a browser that is not managed settles nothing. */
export async function managedPolicy(): Promise<Policy> {
  // Firefox rejects where no policy is there
  const raw = await browser.storage.managed.get().catch(() => ({}));
  const read = v.safeParse(Policy, raw);
  return read.success ? read.output : NO_POLICY;
}

/** Calls back with the present policy, then with each new one; resolves after the first call. */
export async function followPolicy(listener: (policy: Policy) => void): Promise<void> {
  browser.storage.onChanged.addListener((_, area) => {
    if (area === 'managed') void managedPolicy().then(listener);
  });
  listener(await managedPolicy());
}
