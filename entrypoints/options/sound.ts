import type { SoundSettingsProps } from '@/components/sound-settings.tsx';
import { playSample } from '@/lib/media/sample-tone.ts';
import { browserWorld } from '@/lib/media/world.ts';
import { openPage } from '@/lib/platform/pages.ts';
import type { Policy } from '@/lib/settings/policy.ts';
import { ringShare } from '@/lib/settings/ring-volume.ts';
import { settings } from '@/lib/settings/settings.ts';
import { following } from './following.ts';
import type { Keeping } from './keeping.ts';
import { listSoundDevices } from './sound-devices.ts';

/** The sound's settings, which follow what is changed elsewhere and what is plugged in. */
export async function soundSettings(
  settled: Pick<Policy, 'soundProcessing'>,
  keep: Keeping['keep'],
): Promise<SoundSettingsProps> {
  const world = browserWorld(document);
  const [processing, microphone, loudspeaker, ringVolume, list] = await Promise.all([
    following(settings.soundProcessing, true),
    following(settings.microphone, null),
    following(settings.loudspeaker, null),
    following(settings.ringVolume, 100),
    listSoundDevices(world),
  ]);
  return {
    get processing() {
      return settled.soundProcessing ?? processing();
    },
    get processingManaged() {
      return settled.soundProcessing !== undefined;
    },
    onProcessing: (wanted) => keep(settings.soundProcessing.set(wanted)),
    get microphones() {
      return list.devices().microphones;
    },
    get loudspeakers() {
      return list.devices().loudspeakers;
    },
    get microphone() {
      return microphone();
    },
    get loudspeaker() {
      return loudspeaker();
    },
    onMicrophone: (chosen) => keep(settings.microphone.set(chosen)),
    onLoudspeaker: (chosen) => keep(settings.loudspeaker.set(chosen)),
    onNameDevices: () => list.name(),
    onAllowMicrophone: () => void openPage('welcome'),
    onTestTone: () => void playSample(world, loudspeaker()?.id ?? null, 1),
    get ringVolume() {
      return ringVolume();
    },
    onRingVolume: (percent) => keep(settings.ringVolume.set(percent)),
    onHearRing: () => void playSample(world, null, ringShare(ringVolume())),
  };
}
