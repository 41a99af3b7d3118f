import * as v from 'valibot';
import { Name } from '../protocol/index.ts';

/** Chrome's names for whichever device the system prefers at the moment; other browsers name the device itself. */
export const STAND_INS = new Set(['default', 'communications']);

type Track = Pick<MediaStreamTrack, 'label' | 'getSettings'>;
type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>;

export interface KnownDevice {
  readonly id: string;
  /** As its owner knows it; null where it has none. */
  readonly name: Name | null;
}

/**
 * The microphone behind a track; null where it cannot be known. Chrome calls the system's preferred one "Default": the
 * device of the same group is meant by that, or the only one there is (on Linux Chromium 156 gives it a group of its own).
 */
export function deviceBehind(track: Track, devices: readonly Device[]): KnownDevice | null {
  const { deviceId = '', groupId } = track.getSettings();
  if (!STAND_INS.has(deviceId)) return { id: deviceId, name: named(track.label) };
  const real = realMicrophones(devices);
  const same = real.find((device) => groupId && device.groupId === groupId);
  const meant = same ?? (real.length === 1 ? real[0] : undefined);
  return meant ? { id: meant.deviceId, name: named(meant.label) } : null;
}

/** Without Chrome's names for whichever the system prefers. */
export function realMicrophones<D extends Device>(devices: readonly D[]): D[] {
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && !STAND_INS.has(deviceId));
}

function named(label: string): Name | null {
  const parsed = v.safeParse(Name, label);
  return parsed.success ? parsed.output : null;
}
