import { expect, test } from 'vitest';
import { namedDevices } from './sound-devices.ts';

const LISTING = [
  { kind: 'audioinput', deviceId: 'default', label: 'Default - Headset' },
  { kind: 'audioinput', deviceId: 'm1', label: 'Headset' },
  { kind: 'audiooutput', deviceId: 'l1', label: 'Desk' },
] as const;

test('devices are listed by kind, without what stands for the preferred one', () => {
  expect(namedDevices(LISTING, 'audioinput')).toEqual([{ id: 'm1', label: 'Headset' }]);
  expect(namedDevices(LISTING, 'audiooutput')).toEqual([{ id: 'l1', label: 'Desk' }]);
});

test('devices without a name are those that the browser does not tell yet', () => {
  expect(namedDevices([{ kind: 'audioinput', deviceId: '', label: '' }], 'audioinput')).toBeNull();
  expect(namedDevices([], 'audioinput')).toEqual([]);
});
