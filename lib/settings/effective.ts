import { followPolicy, type Policy } from './policy.ts';
import {
  agreeTo,
  type CallServer,
  type ChosenServer,
  chosenServer,
  decline,
  NO_CHOICES,
  type ServerChoices,
} from './servers.ts';
import { settings } from './settings.ts';

/** What counts now: policy over person over default. */
export interface EffectiveSettings {
  /** Before it has resolved, the defaults count. Calls back at each change from then on. */
  follow(changed: () => void): Promise<void>;
  serverOf(place: { readonly site: string; readonly proposal: string | null }): ChosenServer;
  /** The one for sites that have none of their own, where it may be dialled. */
  usualServer(): CallServer | null;
  soundProcessing(): boolean;
  offline(): boolean;
  setOffline(offline: boolean): Promise<void>;
  /** The person's answers to what is asked about a call server (lib/settings/servers.ts). */
  use(url: string, site: string | null): Promise<void>;
  decline(url: string, site: string): Promise<void>;
}

export function createEffectiveSettings(): EffectiveSettings {
  let policy: Policy = {};
  let choices = NO_CHOICES;
  let soundProcessing = true;
  let offline = false;

  const keep = (next: ServerChoices) => settings.servers.set(next);

  return {
    async follow(changed) {
      let tell = () => {};
      await followPolicy((next) => {
        policy = next;
        tell();
      });
      await settings.servers.follow((next) => {
        choices = next;
        tell();
      });
      await settings.offline.follow((next) => {
        offline = next;
        tell();
      });
      await settings.soundProcessing.follow((next) => (soundProcessing = next));
      tell = changed;
    },
    serverOf: ({ site, proposal }) => chosenServer(site, proposal, policy, choices),
    usualServer() {
      const { server, agreed } = chosenServer('', null, policy, choices);
      return agreed ? server : null;
    },
    soundProcessing: () => policy.soundProcessing ?? soundProcessing,
    offline: () => offline,
    setOffline: (next) => settings.offline.set(next),
    use: (url, site) => keep(agreeTo(choices, url, site)),
    decline: (url, site) => keep(decline(choices, url, site)),
  };
}
