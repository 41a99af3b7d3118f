import { followPolicy, type Policy } from './policy.ts';
import { ringShare } from './ring-volume.ts';
import { agreeTo, type CallServer, type ChosenServer, chosenServer, decline, NO_CHOICES } from './servers.ts';
import { settings } from './settings.ts';

/** What the person has chosen of sound (lib/media/sound-choice.ts). */
interface Sound {
  readonly processing: boolean;
  readonly microphone: string | null;
  readonly loudspeaker: string | null;
}

/** What counts now: policy over person over default. */
export interface EffectiveSettings {
  /** Before it has resolved, the defaults count. Calls back at each change from then on. */
  follow(changed: { readonly servers: () => void; readonly sound: () => void }): Promise<void>;
  serverOf(place: { readonly site: string; readonly proposal: string | null }): ChosenServer;
  /** The one for sites that have none of their own, where it may be dialled. */
  usualServer(): CallServer | null;
  sound(): Sound;
  /** As a share of the loudest sample. */
  ringVolume(): number;
  offline(): boolean;
  setOffline(offline: boolean): Promise<void>;
  /** The person's answers to what is asked about a call server (lib/settings/servers.ts). */
  use(url: string, site: string | null): Promise<void>;
  decline(url: string, site: string): Promise<void>;
}

export function createEffectiveSettings(): EffectiveSettings {
  let policy: Policy = {};
  let choices = NO_CHOICES;
  let sound: Sound = { processing: true, microphone: null, loudspeaker: null };
  let ringPercent = 100;
  let offline = false;

  return {
    async follow(changed) {
      let tell = () => {};
      let tellSound = () => {};
      const hear = (change: Partial<Sound>) => {
        sound = { ...sound, ...change };
        tellSound();
      };
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
      await settings.soundProcessing.follow((processing) => hear({ processing }));
      await settings.microphone.follow((chosen) => hear({ microphone: chosen?.id ?? null }));
      await settings.loudspeaker.follow((chosen) => hear({ loudspeaker: chosen?.id ?? null }));
      await settings.ringVolume.follow((next) => (ringPercent = next));
      tell = changed.servers;
      tellSound = changed.sound;
    },
    serverOf: ({ site, proposal }) => chosenServer(site, proposal, policy, choices),
    usualServer() {
      const { server, agreed } = chosenServer('', null, policy, choices);
      return agreed ? server : null;
    },
    sound: () => ({ ...sound, processing: policy.soundProcessing ?? sound.processing }),
    ringVolume: () => ringShare(ringPercent),
    offline: () => offline,
    setOffline: (next) => settings.offline.set(next),
    use: (url, site) => settings.servers.change((now) => agreeTo(now, url, site)),
    decline: (url, site) => settings.servers.change((now) => decline(now, url, site)),
  };
}
