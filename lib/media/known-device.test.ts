import { describe, expect, test } from 'vitest';
import { deviceBehind } from './known-device.ts';

const track = (label: string, settings: MediaTrackSettings) => ({ label, getSettings: () => settings });
const input = (deviceId: string, groupId: string, label: string) =>
  ({ kind: 'audioinput', deviceId, groupId, label }) as const;
const stands = input('default', 'g1', 'Default - Headset');
const headset = input('h', 'g1', 'Headset');
const builtIn = input('b', 'g2', 'Built-in');

const nameOf = (...given: Parameters<typeof deviceBehind>) => deviceBehind(...given)?.name ?? null;

describe('a microphone is called', () => {
  test('as the browser names it', () => {
    expect(nameOf(track('Headset', { deviceId: 'h' }), [])).toBe('Headset');
  });

  test("by the device that stands behind the system's preferred one", () => {
    const preferred = track('Default - Headset', { deviceId: 'default', groupId: 'g1' });
    expect(nameOf(preferred, [stands, builtIn, headset])).toBe('Headset');
  });

  test('by the only one there is', () => {
    const preferred = track('Default', { deviceId: 'default', groupId: 'g0' });
    const loudspeaker = { ...builtIn, kind: 'audiooutput' } as const;
    expect(nameOf(preferred, [stands, loudspeaker, headset])).toBe('Headset');
  });

  test('nothing where it cannot be known which one is meant', () => {
    const preferred = track('Default', { deviceId: 'default', groupId: 'g0' });
    expect(nameOf(preferred, [stands, headset, builtIn])).toBeNull();
    expect(nameOf(track('', { deviceId: 'h' }), [])).toBeNull();
  });

  test('in one line of at most 80 characters', () => {
    expect(nameOf(track(`A\n${'b'.repeat(100)}`, {}), [])).toBe(`A ${'b'.repeat(78)}`);
  });
});
