import { STAND_INS } from '../media/known-device.ts';

/** A microphone or loudspeaker, as the browser names it. */
export interface NamedDevice {
  readonly id: string;
  readonly label: string;
}

type Listing = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>;

/** The devices of a kind, without stand-ins for the preferred one; null where the browser does not name them to this page yet. */
export function namedDevices(
  listing: readonly Listing[],
  kind: 'audioinput' | 'audiooutput',
): readonly NamedDevice[] | null {
  const devices = listing.filter((each) => each.kind === kind);
  if (devices.some(({ deviceId, label }) => deviceId === '' || label === '')) return null;
  return devices
    .filter(({ deviceId }) => !STAND_INS.has(deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}
