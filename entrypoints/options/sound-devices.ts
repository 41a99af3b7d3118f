import { createSignal } from 'solid-js';
import { captureMicrophone } from '@/lib/media/capture.ts';
import type { MicrophoneTrouble } from '@/lib/media/port.ts';
import type { MediaWorld } from '@/lib/media/world.ts';
import { type NamedDevice, namedDevices } from '@/lib/platform/sound-devices.ts';

/** Only to have the devices named: whichever microphone the system prefers, as it comes. */
const ANY_MICROPHONE = { processing: false, microphone: null };

export interface SoundDevices {
  readonly microphones: readonly NamedDevice[] | null;
  readonly loudspeakers: readonly NamedDevice[] | null;
}

/** What there is now, which follows what is plugged and unplugged. */
export interface SoundDeviceList {
  devices(): SoundDevices;
  /** Opens the microphone for a moment: from then on the browser names the devices to this page; null: it opened. */
  name(): Promise<MicrophoneTrouble | null>;
}

export async function listSoundDevices(
  world: Pick<MediaWorld, 'mediaDevices' | 'microphonePermission'>,
): Promise<SoundDeviceList> {
  const { mediaDevices } = world;

  async function look(): Promise<SoundDevices> {
    const listing = await mediaDevices.enumerateDevices();
    return {
      microphones: namedDevices(listing, 'audioinput'),
      loudspeakers: namedDevices(listing, 'audiooutput'),
    };
  }

  const [devices, setDevices] = createSignal(await look());
  const again = () => void look().then(setDevices);
  mediaDevices.addEventListener('devicechange', again);
  return {
    devices,
    async name() {
      const opening = await captureMicrophone(world, ANY_MICROPHONE);
      if (!opening.ok) return opening.code;
      await look().then(setDevices);
      for (const track of opening.stream.getTracks()) track.stop();
      return null;
    },
  };
}
