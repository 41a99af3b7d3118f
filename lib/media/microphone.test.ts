import { describe, expect, test, vi } from 'vitest';
import { createMicrophone } from './microphone.ts';

class FakeTrack {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  onended: (() => void) | null = null;
  stop(): void {
    this.readyState = 'ended';
  }
}

function fakeStream() {
  const track = new FakeTrack();
  return { track, stream: { getTracks: () => [track] } as unknown as MediaStream };
}

function setUp(permission: PermissionState | 'unknown' = 'granted') {
  const getUserMedia = vi.fn<MediaDevices['getUserMedia']>();
  const microphone = createMicrophone({
    mediaDevices: { getUserMedia, enumerateDevices: async () => [] },
    async microphonePermission() {
      if (permission === 'unknown') throw new TypeError('no such permission');
      return permission;
    },
  });
  return { microphone, getUserMedia };
}

describe('the microphone of a call', () => {
  test('is asked for once, mono, with sound processing as set', async () => {
    const { microphone, getUserMedia } = setUp();
    const { stream } = fakeStream();
    getUserMedia.mockResolvedValue(stream);
    const both = await Promise.all([microphone.open(false), microphone.open(false)]);
    expect(both).toEqual([
      { ok: true, stream },
      { ok: true, stream },
    ]);
    expect(await microphone.open(false)).toEqual({ ok: true, stream });
    expect(getUserMedia.mock.calls).toEqual([
      [
        {
          audio: {
            echoCancellation: false,
            noiseSuppression: false,
            autoGainControl: false,
            channelCount: 1,
          },
          video: false,
        },
      ],
    ]);
  });

  test.each([
    ['NotAllowedError', 'Permission dismissed', 'prompt', 'microphone-not-asked'],
    ['NotAllowedError', 'Permission dismissed', 'unknown', 'microphone-not-asked'],
    ['NotAllowedError', 'Permission dismissed', 'granted', 'microphone-not-asked'],
    ['NotAllowedError', 'Permission dismissed', 'denied', 'microphone-blocked'],
    ['NotAllowedError', 'Permission denied', 'denied', 'microphone-blocked'],
    ['NotAllowedError', 'Permission denied', 'unknown', 'microphone-blocked'],
    ['NotAllowedError', 'Permission denied by system', 'granted', 'microphone-blocked'],
    ['NotFoundError', 'Requested device not found', 'granted', 'microphone-absent'],
    ['NotReadableError', 'Could not start audio source', 'granted', 'microphone-in-use'],
    ['AbortError', '', 'granted', 'microphone-failed'],
  ] as const)('%s "%s" with permission %s is %s', async (name, message, permission, code) => {
    const { microphone, getUserMedia } = setUp(permission);
    getUserMedia.mockRejectedValue(new DOMException(message, name));
    expect(await microphone.open(true)).toEqual({ ok: false, code });
  });

  test('can be asked for again after a refusal', async () => {
    const { microphone, getUserMedia } = setUp('prompt');
    const { stream } = fakeStream();
    getUserMedia.mockRejectedValueOnce(new DOMException('', 'NotAllowedError')).mockResolvedValue(stream);
    await microphone.open(true);
    expect(await microphone.open(true)).toEqual({ ok: true, stream });
  });

  test('closed while the question hangs ends the wait, and a late yes is stopped at once', async () => {
    const { microphone, getUserMedia } = setUp();
    const answer = Promise.withResolvers<MediaStream>();
    getUserMedia.mockReturnValue(answer.promise);
    const opening = microphone.open(true);
    microphone.close();
    await expect(opening).rejects.toThrow('the call was closed');
    const { track, stream } = fakeStream();
    answer.resolve(stream);
    await vi.waitFor(() => expect(track.readyState).toBe('ended'));
    expect(microphone.stream).toBeNull();
  });

  test('muted before it opens is muted when it does', async () => {
    const { microphone, getUserMedia } = setUp();
    const { track, stream } = fakeStream();
    getUserMedia.mockResolvedValue(stream);
    microphone.setMuted(true);
    await microphone.open(true);
    expect(track.enabled).toBe(false);
    microphone.setMuted(false);
    expect(track.enabled).toBe(true);
  });

  test('tells when its track ends by itself, and not when it is closed', async () => {
    const { microphone, getUserMedia } = setUp();
    const { track, stream } = fakeStream();
    getUserMedia.mockResolvedValue(stream);
    const ended = vi.fn<() => void>();
    microphone.onEnded = ended;
    await microphone.open(true);
    track.onended?.();
    expect(ended).toHaveBeenCalledOnce();
    expect(microphone.stream).toBeNull();

    const next = fakeStream();
    getUserMedia.mockResolvedValue(next.stream);
    await microphone.open(true);
    microphone.close();
    next.track.onended?.();
    expect(ended).toHaveBeenCalledOnce();
    expect(next.track.readyState).toBe('ended');
  });
});
