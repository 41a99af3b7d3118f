import type { MicrophoneOpening } from './capture.ts';
import { type MicrophoneCheck, checkMicrophone } from './microphone-check.ts';
import { createMicrophone, type Microphone } from './microphone.ts';
import type { SoundChoice } from './sound-choice.ts';
import type { MediaWorld } from './world.ts';

/** A microphone that somebody tries, with no call: one at a time. */
export interface MicrophoneTrial {
  /** Opens it; what was tried before is closed. */
  begin(sound: SoundChoice): Promise<MicrophoneOpening>;
  end(): void;
}

/** A trial that nobody ends is not what a microphone is open for. */
export const TRIAL_MS = 60_000;

/** `onCheck`: what can be heard of it now; null: nothing is open. */
export function createMicrophoneTrial(
  world: MediaWorld,
  onCheck: (check: MicrophoneCheck | null) => void,
): MicrophoneTrial {
  let microphone: Microphone | null = null;
  let check: MicrophoneCheck | null = null;
  let ending: ReturnType<typeof setTimeout> | undefined;

  function listen(stream: MediaStream | null): void {
    check?.close();
    check = stream && checkMicrophone(world, stream);
    onCheck(check);
  }

  function end(): void {
    clearTimeout(ending);
    microphone?.close();
    microphone = null;
    listen(null);
  }

  return {
    async begin(sound) {
      end();
      const opened = createMicrophone(world);
      const opening = await opened.open(sound);
      if (!opening.ok) {
        opened.close();
        return opening;
      }
      microphone = opened;
      opened.onStream = () => listen(opened.stream);
      listen(opening.stream);
      ending = setTimeout(end, TRIAL_MS);
      return opening;
    },
    end,
  };
}
