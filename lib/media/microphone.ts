import type { Name } from '../protocol/index.ts';
import { captureMicrophone, type MicrophoneOpening } from './capture.ts';
import { deviceBehind, realMicrophones, type KnownDevice } from './known-device.ts';
import type { MicrophoneTrouble } from './port.ts';
import { AS_THE_SYSTEM_PREFERS, type SoundChoice } from './sound-choice.ts';
import type { MediaWorld } from './world.ts';

type Browser = Pick<MediaWorld, 'mediaDevices' | 'microphonePermission' | 'page'>;

/**
 * The microphone of one call: opened once, replaced by the next one when it goes, stopped by {@link Microphone.close} at
 * whatever moment.
 *
 * What happens when it goes, measured with PulseAudio sources that are taken away, given back and preferred by turns.
 * Firefox 153 ends the track after 0.2 s and tells `devicechange`, unless another device has the same name; where the preferred one changes it keeps the one that
 * the person chose. Where no microphone is left it opens the monitor of a loudspeaker instead, and would send the other's
 * voice back. In a window that is not shown it still ends the track, but opens the next one only when the window is shown,
 * and tells no `devicechange`; in one that is shown without the focus it opens it when the focus comes. Chromium 156's track of the preferred device follows the system by itself within a second, neither ended nor
 * muted, also when its device is gone: while there is none it gives zeros, and sounds again when one is back. Without
 * udev, as in a container, it notices nothing until the devices are listed: then comes `devicechange`, and `ended` if none
 * is left. Listing them takes 3 ms.
 */
export interface Microphone {
  /**
   * Repeating it answers the same; after a failure, or while there is none, it asks again. Rejects when
   * the microphone is closed meanwhile, however long the person leaves the browser's question open.
   */
  open(sound: SoundChoice): Promise<MicrophoneOpening>;
  /** Another one, or with other processing; what is open is kept until then, or if there is no other. */
  use(sound: SoundChoice): Promise<void>;
  /** Live, or null. */
  readonly stream: MediaStream | null;
  /** Why there is none although it was open. */
  readonly trouble: MicrophoneTrouble | null;
  /** The browser was asked for one, and has not answered. */
  readonly asking: boolean;
  setMuted(muted: boolean): void;
  /** The call goes on without one that did not open: as if it went, the next one is waited for. */
  goOnWithout(): void;
  /** Another track of the preferred microphone in the place of this one, which is kept until then, or if there is no other. */
  renew(): Promise<void>;
  /** Another stream, or none: {@link Microphone.stream} tells. */
  onStream: () => void;
  /** It went, and the call goes on with this one (null: its name is not known). */
  onChanged: (name: Name | null) => void;
  /** It went, and 2 s later there is still no other, and why. Once each time. */
  onEnded: (trouble: MicrophoneTrouble) => void;
  close(): void;
}

/** How often it is looked whether one is back, and which, where looking asks nobody. */
const LOOK_MS = 2_000;
/** A headset that is plugged from one socket into another is no end. */
const ENDED_MS = 2_000;
/** So PulseAudio calls what a loudspeaker plays. */
const LOUDSPEAKER = /^monitor of /i;

export function createMicrophone(world: Browser): Microphone {
  const { mediaDevices, page } = world;
  const over = new AbortController();
  let stream: MediaStream | null = null;
  let trouble: MicrophoneTrouble | null = null;
  let opening: Promise<MicrophoneOpening> | null = null;
  /** Why the last one did not open. */
  let refusal: MicrophoneTrouble | null = null;
  let sound = AS_THE_SYSTEM_PREFERS;
  let muted = false;
  let known: KnownDevice | null = null;
  /** The ids of those that there are, as far as they can be listed. */
  let present: readonly string[] = [];
  let looking: ReturnType<typeof setInterval> | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let listing = false;
  let renewing = false;
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => {}); // nobody may be waiting

  const microphone: Microphone = {
    onStream: () => {},
    onChanged: () => {},
    onEnded: () => {},
    get stream() {
      return stream;
    },
    get trouble() {
      return trouble;
    },
    get asking() {
      return opening !== null && stream === null;
    },
    open(choice) {
      if (over.signal.aborted) return closed.promise;
      sound = choice;
      opening ??= ask();
      return Promise.race([opening, closed.promise]);
    },
    setMuted(next) {
      muted = next;
      for (const track of stream?.getTracks() ?? []) track.enabled = !muted;
    },
    goOnWithout() {
      if (stream || opening || trouble || !refusal) return;
      trouble = refusal;
      watch();
    },
    async use(choice) {
      const before = sound;
      sound = choice;
      if (choice.microphone === before.microphone && choice.processing === before.processing) return;
      await microphone.renew();
      if (stream) await follow(stream);
    },
    async renew() {
      const old = stream;
      if (!old || renewing) return;
      renewing = true;
      const answer = await captureMicrophone(world, sound);
      renewing = false;
      if (!answer.ok) return;
      if (stream !== old) return stop(answer.stream);
      opening = Promise.resolve(answer);
      adopt(answer.stream);
      stop(old);
    },
    close() {
      over.abort();
      clearInterval(looking);
      clearTimeout(ending);
      closed.reject(new Error('the call was closed'));
      stop(stream);
      stream = null;
    },
  };

  async function ask(): Promise<MicrophoneOpening> {
    const captured = await captureMicrophone(world, sound);
    const answer = trouble && captured.ok ? refuseLoudspeaker(captured.stream) : captured;
    if (over.signal.aborted) {
      if (answer.ok) stop(answer.stream);
      return closed.promise;
    }
    if (answer.ok) adopt(answer.stream);
    else {
      opening = null;
      refusal = answer.code;
      if (trouble) trouble = answer.code;
    }
    return answer;
  }

  function adopt(opened: MediaStream): void {
    const isFirst = stream === null && trouble === null;
    stream = opened;
    trouble = null;
    clearTimeout(ending);
    for (const track of opened.getTracks()) {
      track.enabled = !muted;
      track.onended = () => lose(opened);
    }
    microphone.onStream();
    if (isFirst) {
      watch();
      void learnDevice(opened);
    }
  }

  function watch(): void {
    const { signal } = over;
    mediaDevices.addEventListener('devicechange', look, { signal });
    if (!page) looking = setInterval(look, LOOK_MS);
    // The person is back, perhaps from where they allowed it again.
    page?.addEventListener('visibilitychange', look, { signal });
    page?.addEventListener('click', look, { signal });
  }

  function look(): void {
    if (!stream) void replace();
    else if (!page) void follow(stream);
  }

  function lose(ended: MediaStream): void {
    if (stream !== ended) return;
    stop(ended);
    stream = null;
    opening = null;
    known = null;
    trouble = 'microphone-failed';
    ending = setTimeout(() => microphone.onEnded(trouble ?? 'microphone-failed'), ENDED_MS);
    microphone.onStream();
    void replace();
    void seeWhetherAsked();
  }

  /** Where it was taken back Firefox asks the person, who may leave that open: until then nothing has stopped working. */
  async function seeWhetherAsked(): Promise<void> {
    const permission = await world.microphonePermission().catch(() => null);
    if (opening && trouble === 'microphone-failed' && permission === 'prompt')
      trouble = 'microphone-not-asked';
  }

  /** One question at a time: in a window that is not shown, or while it asks the person, Firefox does not answer. */
  async function replace(): Promise<void> {
    if (opening) return;
    opening = ask();
    const answer = await opening.catch(() => null); // closed meanwhile
    if (!answer?.ok) return;
    await learnDevice(answer.stream);
    if (stream === answer.stream) microphone.onChanged(known?.name ?? null);
  }

  /**
   * Chrome's track of the preferred device goes over to another by itself. Where it was not known which one that was (Chromium 156
   * on Linux, with two) one that goes is taken for it: nobody is to speak into one that is not heard.
   */
  async function follow(followed: MediaStream): Promise<void> {
    const [before, were] = [known, present];
    await learnDevice(followed);
    const isAnother = before ? known?.id !== before.id : were.some((id) => !present.includes(id));
    if (stream === followed && isAnother) microphone.onChanged(known?.name ?? null);
  }

  async function learnDevice(of: MediaStream): Promise<void> {
    const [track] = of.getTracks();
    if (!track || listing) return;
    listing = true;
    // Firefox lists nothing in a window that is not shown; its tracks bear the name of the device.
    const devices = page ? [] : await mediaDevices.enumerateDevices().catch(() => []);
    listing = false;
    if (stream !== of) return;
    known = deviceBehind(track, devices) ?? known;
    present = realMicrophones(devices).map(({ deviceId }) => deviceId);
  }

  return microphone;
}

function refuseLoudspeaker(stream: MediaStream): MicrophoneOpening {
  if (!stream.getTracks().some(({ label }) => LOUDSPEAKER.test(label))) return { ok: true, stream };
  stop(stream);
  return { ok: false, code: 'microphone-absent' };
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
}
