import { beforeEach, afterEach, describe, expect, test, vi } from 'vitest';
import { createMicrophone } from './microphone.ts';
import type { MediaWorld } from './world.ts';
import { AS_THE_SYSTEM_PREFERS } from './sound-choice.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class FakeTrack {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  onended: (() => void) | null = null;
  readonly label: string;
  constructor(label: string) {
    this.label = label;
  }
  getSettings(): MediaTrackSettings {
    return this.label === 'Default' ? { deviceId: 'default' } : { deviceId: this.label };
  }
  stop(): void {
    this.readyState = 'ended';
  }
  end(): void {
    this.readyState = 'ended';
    this.onended?.();
  }
}

function fakeStream(label = 'Built-in') {
  const track = new FakeTrack(label);
  return { track, stream: { getTracks: () => [track] } as unknown as MediaStream };
}

const refusal = (name: string, message = ''): DOMException => new DOMException(message, name);

function setUp(permission: PermissionState | 'unknown' = 'granted', shown: FakePage | null = null) {
  const getUserMedia = vi.fn<MediaDevices['getUserMedia']>();
  const changes = new EventTarget();
  const listed: string[] = [];
  const microphone = createMicrophone({
    mediaDevices: {
      getUserMedia,
      enumerateDevices: async () =>
        listed.map((label) => ({ kind: 'audioinput', deviceId: label, label }) as MediaDeviceInfo),
      addEventListener: changes.addEventListener.bind(changes) as MediaDevices['addEventListener'],
    },
    page: shown as unknown as MediaWorld['page'],
    async microphonePermission() {
      if (permission === 'unknown') throw new TypeError('no such permission');
      return permission;
    },
  });
  const told: unknown[] = [];
  microphone.onChanged = (name) => told.push(name);
  microphone.onEnded = (trouble) => told.push(`ended: ${trouble}`);
  const streams: unknown[] = [];
  microphone.onStream = () => streams.push(microphone.stream);
  return {
    ...{ microphone, getUserMedia, listed, told, streams },
    devicesChange: () => void changes.dispatchEvent(new Event('devicechange')),
    pass: async (ms: number) => void (await vi.advanceTimersByTimeAsync(ms)),
  };
}

type FakePage = ReturnType<typeof page>;
const page = () => Object.assign(new EventTarget(), { visibilityState: 'visible', hasFocus: () => true });

describe('the microphone of a call', () => {
  test('is the chosen one, or the preferred one where that is not there', async () => {
    const { microphone, getUserMedia } = setUp();
    getUserMedia.mockRejectedValueOnce(refusal('OverconstrainedError'));
    getUserMedia.mockResolvedValueOnce(fakeStream().stream);
    const chosen = { ...AS_THE_SYSTEM_PREFERS, microphone: 'headset' };
    expect(await microphone.open(chosen)).toMatchObject({ ok: true });
    const asked = getUserMedia.mock.calls.map(([constraints]) => (constraints?.audio as object) ?? {});
    expect(asked).toEqual([
      expect.objectContaining({ deviceId: { exact: 'headset' } }),
      expect.not.objectContaining({ deviceId: expect.anything() }),
    ]);
  });

  test('that is chosen in the midst of a call takes the place of the other, which is told', async () => {
    const { microphone, getUserMedia, listed, told, streams } = setUp();
    listed.push('Built-in', 'Headset');
    const [first, second] = [fakeStream(), fakeStream('Headset')];
    getUserMedia.mockResolvedValueOnce(first.stream);
    getUserMedia.mockResolvedValueOnce(second.stream);
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    const chosen = { ...AS_THE_SYSTEM_PREFERS, microphone: 'Headset' };
    await microphone.use({ ...AS_THE_SYSTEM_PREFERS, loudspeaker: 'Television' });
    expect(getUserMedia).toHaveBeenCalledOnce();
    await microphone.use(chosen);
    expect(streams).toEqual([first.stream, second.stream]);
    expect([first.track.readyState, told]).toEqual(['ended', ['Headset']]);
  });

  test('is asked for once, mono, with sound processing as set', async () => {
    const { microphone, getUserMedia } = setUp();
    const { stream } = fakeStream();
    getUserMedia.mockResolvedValue(stream);
    const both = await Promise.all([
      microphone.open({ ...AS_THE_SYSTEM_PREFERS, processing: false }),
      microphone.open({ ...AS_THE_SYSTEM_PREFERS, processing: false }),
    ]);
    expect(both).toEqual([
      { ok: true, stream },
      { ok: true, stream },
    ]);
    expect(await microphone.open({ ...AS_THE_SYSTEM_PREFERS, processing: false })).toEqual({
      ok: true,
      stream,
    });
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
    ['NotAllowedError', 'Permission denied by system', 'granted', 'microphone-blocked-by-system'],
    ['NotFoundError', 'Requested device not found', 'granted', 'microphone-absent'],
    ['NotReadableError', 'Could not start audio source', 'granted', 'microphone-in-use'],
    ['AbortError', '', 'granted', 'microphone-failed'],
  ] as const)('%s "%s" with permission %s is %s', async (name, message, permission, code) => {
    const { microphone, getUserMedia } = setUp(permission);
    getUserMedia.mockRejectedValue(refusal(name, message));
    expect(await microphone.open(AS_THE_SYSTEM_PREFERS)).toEqual({ ok: false, code });
  });

  test('can be asked for again after a refusal', async () => {
    const { microphone, getUserMedia } = setUp('prompt');
    const { stream } = fakeStream();
    getUserMedia.mockRejectedValueOnce(refusal('NotAllowedError')).mockResolvedValue(stream);
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    expect(await microphone.open(AS_THE_SYSTEM_PREFERS)).toEqual({ ok: true, stream });
  });

  test('that never opened is not asked for by itself', async () => {
    const { microphone, getUserMedia, pass, devicesChange, told } = setUp();
    getUserMedia.mockRejectedValue(refusal('NotFoundError'));
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    devicesChange();
    await pass(60_000);
    expect(getUserMedia).toHaveBeenCalledOnce();
    expect(told).toEqual([]);
  });

  test('closed while the question hangs ends the wait, and a late yes is stopped at once', async () => {
    const { microphone, getUserMedia } = setUp();
    const answer = Promise.withResolvers<MediaStream>();
    getUserMedia.mockReturnValue(answer.promise);
    const opening = microphone.open(AS_THE_SYSTEM_PREFERS);
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
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    expect(track.enabled).toBe(false);
    microphone.setMuted(false);
    expect(track.enabled).toBe(true);
  });
});

/** Open with one, while the browser gives another from now on. */
async function opened(...given: Parameters<typeof setUp>) {
  const all = setUp(...given);
  const first = fakeStream('Headset');
  const second = fakeStream('Built-in');
  all.getUserMedia.mockResolvedValueOnce(first.stream).mockResolvedValue(second.stream);
  await all.microphone.open(AS_THE_SYSTEM_PREFERS);
  await all.pass(0);
  return { ...all, first, second };
}

describe('a microphone that goes', () => {
  test('is replaced at once by the next one, which is named', async () => {
    const { microphone, getUserMedia, first, second, told, streams, pass } = await opened();
    first.track.end();
    await pass(0);
    expect(microphone.stream).toBe(second.stream);
    expect(microphone.trouble).toBeNull();
    expect(told).toEqual(['Built-in']);
    expect(streams).toEqual([first.stream, null, second.stream]);
    expect(getUserMedia.mock.calls[1]).toEqual(getUserMedia.mock.calls[0]);
    await pass(60_000);
    expect(getUserMedia).toHaveBeenCalledTimes(2);
    expect(told).toEqual(['Built-in']);
  });

  test('leaves the next one muted, if it was', async () => {
    const { microphone, first, second, pass } = await opened();
    microphone.setMuted(true);
    first.track.end();
    await pass(0);
    expect(second.track.enabled).toBe(false);
  });

  test.each([
    ['NotFoundError', '', 'microphone-absent'],
    ['NotReadableError', '', 'microphone-in-use'],
    ['NotAllowedError', 'Permission denied by system', 'microphone-blocked-by-system'],
  ])('for good by %s "%s" is told, and looked for until one is back', async (name, message, code) => {
    const { microphone, getUserMedia, first, second, told, pass } = await opened();
    getUserMedia.mockReset().mockRejectedValue(refusal(name, message));
    first.track.end();
    await pass(10_000);
    expect(microphone.trouble).toBe(code);
    expect(microphone.stream).toBeNull();
    expect(told).toEqual([`ended: ${code}`]);
    getUserMedia.mockResolvedValue(second.stream);
    await pass(2_000);
    expect(microphone.stream).toBe(second.stream);
    expect(microphone.trouble).toBeNull();
    expect(told).toEqual([`ended: ${code}`, 'Built-in']);
  });

  test('and comes back within 2 s is no end', async () => {
    const { getUserMedia, first, second, told, pass, devicesChange } = await opened();
    getUserMedia.mockReset().mockRejectedValueOnce(refusal('NotFoundError')).mockResolvedValue(second.stream);
    first.track.end();
    await pass(1_000);
    devicesChange();
    await pass(60_000);
    expect(told).toEqual(['Built-in']);
  });

  test('goes again', async () => {
    const { microphone, getUserMedia, first, second, told, pass } = await opened();
    first.track.end();
    await pass(0);
    const third = fakeStream('Third');
    getUserMedia.mockResolvedValue(third.stream);
    second.track.end();
    await pass(0);
    expect(microphone.stream).toBe(third.stream);
    expect(told).toEqual(['Built-in', 'Third']);
  });

  test('while the browser asks the person is asked for once', async () => {
    const shown = page();
    const { microphone, getUserMedia, first, told, pass, devicesChange } = await opened('prompt', shown);
    expect(microphone.asking).toBe(false);
    getUserMedia.mockReset().mockReturnValue(new Promise(() => {}));
    first.track.end();
    devicesChange();
    shown.dispatchEvent(new Event('visibilitychange'));
    await pass(60_000);
    expect(getUserMedia).toHaveBeenCalledOnce();
    expect(microphone.asking).toBe(true);
    expect(microphone.trouble).toBe('microphone-not-asked');
    expect(told).toEqual(['ended: microphone-not-asked']);
  });

  test.each(['devicechange', 'visibilitychange', 'click'])(
    'in a window is asked for again at %s, and not by the clock',
    async (type) => {
      const shown = page();
      const { microphone, getUserMedia, first, second, pass, devicesChange } = await opened('granted', shown);
      getUserMedia.mockReset().mockRejectedValue(refusal('NotAllowedError'));
      first.track.end();
      await pass(60_000);
      expect(getUserMedia).toHaveBeenCalledOnce();
      getUserMedia.mockResolvedValue(second.stream);
      if (type === 'devicechange') devicesChange();
      else shown.dispatchEvent(new Event(type));
      await pass(0);
      expect(microphone.stream).toBe(second.stream);
    },
  );

  test('is not replaced by what a loudspeaker plays', async () => {
    const { microphone, getUserMedia, first, pass } = await opened();
    const monitor = fakeStream('Monitor of Built-in Audio');
    getUserMedia.mockReset().mockResolvedValue(monitor.stream);
    first.track.end();
    await pass(0);
    expect(microphone.trouble).toBe('microphone-absent');
    expect(monitor.track.readyState).toBe('ended');
  });

  test('is asked for by open as well, once', async () => {
    const { microphone, getUserMedia, first, second } = await opened();
    first.track.end();
    expect(await microphone.open(AS_THE_SYSTEM_PREFERS)).toEqual({ ok: true, stream: second.stream });
    expect(getUserMedia).toHaveBeenCalledTimes(2);
  });

  test('with its call is not looked for, and one that opens late is stopped at once', async () => {
    const { microphone, getUserMedia, first, told, pass, devicesChange } = await opened();
    const answer = Promise.withResolvers<MediaStream>();
    getUserMedia.mockReset().mockReturnValue(answer.promise);
    first.track.end();
    microphone.close();
    const late = fakeStream();
    answer.resolve(late.stream);
    devicesChange();
    await pass(60_000);
    expect(late.track.readyState).toBe('ended');
    expect(getUserMedia).toHaveBeenCalledOnce();
    expect(told).toEqual([]);
  });
});

describe('a microphone that is closed', () => {
  test('is stopped, and tells nothing', async () => {
    const { microphone, getUserMedia, first, told, pass } = await opened();
    microphone.close();
    expect(first.track.readyState).toBe('ended');
    first.track.onended?.();
    await pass(60_000);
    expect(getUserMedia).toHaveBeenCalledOnce();
    expect(told).toEqual([]);
  });
});

describe('a microphone that is opened anew', () => {
  test('takes the place of the old one, without a word', async () => {
    const { microphone, first, second, told } = await opened();
    await microphone.renew();
    expect(microphone.stream).toBe(second.stream);
    expect(await microphone.open(AS_THE_SYSTEM_PREFERS)).toEqual({ ok: true, stream: second.stream });
    expect(first.track.readyState).toBe('ended');
    expect(told).toEqual([]);
  });

  test('is kept where no other opens', async () => {
    const { microphone, getUserMedia, first } = await opened();
    getUserMedia.mockReset().mockRejectedValue(refusal('NotReadableError'));
    await microphone.renew();
    expect(microphone.stream).toBe(first.stream);
    expect(first.track.readyState).toBe('live');
  });

  test('while it is closed is stopped at once', async () => {
    const { microphone, second } = await opened();
    const renewed = microphone.renew();
    microphone.close();
    await renewed;
    expect(second.track.readyState).toBe('ended');
  });
});

describe("the system's preferred microphone", () => {
  test('that becomes another one under the same track is told by its name', async () => {
    const { microphone, getUserMedia, listed, told, pass } = setUp();
    getUserMedia.mockResolvedValue(fakeStream('Default').stream);
    listed.push('Headset');
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    await pass(10_000);
    expect(told).toEqual([]);
    listed.push('Built-in'); // which of the two is meant cannot be known
    await pass(10_000);
    expect(told).toEqual([]);
    listed.shift();
    await pass(2_000);
    expect(told).toEqual(['Built-in']);
  });

  test('one of those is taken for it that goes, where it was not known which one that was', async () => {
    const { microphone, getUserMedia, listed, told, pass } = setUp();
    getUserMedia.mockResolvedValue(fakeStream('Default').stream);
    listed.push('default', 'Headset', 'Built-in', 'Webcam');
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    await pass(10_000);
    expect(told).toEqual([]);
    listed.splice(1, 1); // which of the other two is meant cannot be known
    await pass(10_000);
    expect(told).toEqual([null]);
    listed.splice(1, 1);
    await pass(10_000);
    expect(told).toEqual([null, 'Webcam']);
  });

  test('that was chosen by its name stays it, whatever else comes and goes', async () => {
    const { microphone, getUserMedia, listed, told, pass } = setUp();
    getUserMedia.mockResolvedValue(fakeStream('Headset').stream);
    listed.push('default', 'Headset', 'Built-in');
    await microphone.open(AS_THE_SYSTEM_PREFERS);
    listed.pop();
    await pass(10_000);
    expect(told).toEqual([]);
  });
});
