import * as v from 'valibot';
import {
  DEFAULT_SERVER_URL,
  isEncrypted,
  isOnThisMachine,
  normalServerUrl,
  ServerUrl,
} from './server-url.ts';

/** A call server, and the key that it asks for (empty: none): one thing, so that no server ever sees another's key. */
export const CallServer = v.object({
  url: ServerUrl,
  accessKey: v.pipe(v.optional(v.string(), ''), v.maxLength(256)),
});
export type CallServer = v.InferOutput<typeof CallServer>;

/** The host of a chat page, with its port where it has one: `chat.example.org:8443`. */
export const Site = v.pipe(v.string(), v.minLength(1), v.maxLength(300));

/** What the person has chosen of call servers. */
export const ServerChoices = v.object({
  /** For sites that have none of their own; null: never chosen. */
  usual: v.nullable(CallServer),
  bySite: v.record(Site, CallServer),
  /** Addresses that the person has agreed to use. */
  agreed: v.array(ServerUrl),
  /** By site: what its page proposed when the person last answered that, either way. */
  answered: v.record(Site, ServerUrl),
});
export type ServerChoices = v.InferOutput<typeof ServerChoices>;

export const NO_CHOICES: ServerChoices = { usual: null, bySite: {}, agreed: [], answered: {} };

/** What the person has to be asked about a call server before it is used. */
export interface ServerQuestion {
  readonly url: string;
  /** By the page, to use it on that site; else it is the person's own setting. */
  readonly proposed: boolean;
}

/** Which call server a site's people meet at. */
export interface ChosenServer {
  readonly server: CallServer;
  /** No socket to it is opened before. */
  readonly agreed: boolean;
  /** By nobody: it is what Earshot comes with. */
  readonly chosen: boolean;
  readonly question: ServerQuestion | null;
}

/** What an organisation's policy says of call servers. */
export interface ServerPolicy {
  readonly server?: CallServer | undefined;
  readonly siteServers?: Readonly<Record<string, CallServer>> | undefined;
}

const DEFAULT_SERVER: CallServer = { url: DEFAULT_SERVER_URL, accessKey: '' };

/**
 * Policy over person over default, and at each of them the site's own over the usual one. What a policy names is agreed to
 * by whoever manages the browser; a server on this machine needs nobody's word. `proposal`: what the page says of itself.
 */
export function chosenServer(
  site: string,
  proposal: string | null,
  policy: ServerPolicy,
  choices: ServerChoices,
): ChosenServer {
  const managed = settledServer(site, policy);
  if (managed) return { server: managed, agreed: true, chosen: true, question: null };
  const its = choices.bySite[site];
  // the same server with the key that the person has given for it since
  const own = its && (its.accessKey !== '' || its.url !== choices.usual?.url) ? its : choices.usual;
  const server = own ?? DEFAULT_SERVER;
  const agreed = isOnThisMachine(server.url) || choices.agreed.includes(server.url);
  const isOpen = proposal !== null && proposal !== server.url && proposal !== choices.answered[site];
  const question = !agreed
    ? { url: server.url, proposed: false }
    : isOpen
      ? { url: proposal, proposed: true }
      : null;
  return { server, agreed, chosen: own !== null, question };
}

/** Where a site's people meet by policy, whatever the person has chosen; null: no policy says. */
export function settledServer(site: string, { siteServers, server }: ServerPolicy): CallServer | null {
  return siteServers?.[site] ?? server ?? null;
}

/** What a page proposes, as it would be dialled; null: nothing that may be asked about. Never one that is not encrypted. */
export function proposalOf(written: string | null): string | null {
  const url = written === null ? undefined : normalServerUrl(written);
  return url !== undefined && (isEncrypted(url) || isOnThisMachine(url)) ? url : null;
}

/** "Use it". `site`: where its page proposed it; null: it was the person's own setting. */
export function agreeTo(choices: ServerChoices, url: string, site: string | null): ServerChoices {
  const agreed = choices.agreed.includes(url) ? choices.agreed : [...choices.agreed, url];
  if (site === null) return { ...choices, agreed };
  return {
    ...choices,
    agreed,
    bySite: { ...choices.bySite, [site]: { url, accessKey: '' } },
    answered: { ...choices.answered, [site]: url },
  };
}

/** "Not now", to what a page proposed: it is not asked about again until the page proposes another. */
export function decline(choices: ServerChoices, url: string, site: string): ServerChoices {
  return { ...choices, answered: { ...choices.answered, [site]: url } };
}

/** The person's own choice for a site; it is used once they have agreed to it. */
export function chooseForSite(choices: ServerChoices, site: string, server: CallServer): ServerChoices {
  return { ...choices, bySite: { ...choices.bySite, [site]: server } };
}

/** Another access key for the call server of a site. */
export function keyOfSite(choices: ServerChoices, site: string, accessKey: string): ServerChoices {
  const server = choices.bySite[site];
  return server ? { ...choices, bySite: { ...choices.bySite, [site]: { ...server, accessKey } } } : choices;
}

/**
 * Back to the usual server, as if there had never been another: what the page proposes is asked about again, and a server
 * that is used nowhere else is not agreed to any more.
 */
export function forgetSite(choices: ServerChoices, site: string): ServerChoices {
  const without = <Value>(of: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(of).filter(([each]) => each !== site));
  const bySite = without(choices.bySite);
  const stillUsed = new Set([choices.usual, ...Object.values(bySite)].map((server) => server?.url));
  const { url } = choices.bySite[site] ?? {};
  return {
    ...choices,
    bySite,
    agreed: choices.agreed.filter((each) => each !== url || stillUsed.has(each)),
    answered: without(choices.answered),
  };
}
