import { createSignal } from 'solid-js';
import { type NamedDevice, namedDevices } from '@/lib/platform/sound-devices.ts';

export interface SoundDevices {
  readonly microphones: readonly NamedDevice[] | null;
  readonly loudspeakers: readonly NamedDevice[] | null;
}

/** What there is now, which follows what is plugged and unplugged. */
export interface SoundDeviceList {
  devices(): SoundDevices;
  /** Opens the microphone for a moment: from then on the browser names the devices to this page, if it was allowed. */
  name(): Promise<void>;
}

export async function listSoundDevices(): Promise<SoundDeviceList> {
  const { mediaDevices } = navigator;

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
      // refused: the list stays without names
      const stream = await mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      again();
      for (const track of stream?.getTracks() ?? []) track.stop();
    },
  };
}
