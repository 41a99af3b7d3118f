import type { Readable } from 'node:stream';
import { holdsVoice, isAudible } from './voice.ts';
import type { Voice } from './voice.ts';

export const EAR_RATE_HZ = 16_000;
const WINDOW_MS = 20;
const WINDOW_BYTES = ((EAR_RATE_HZ * WINDOW_MS) / 1000) * 2;
const KEPT_WINDOWS = 60_000 / WINDOW_MS;
/** Voices pass noise suppression in part only (12-65 % of windows were seen), so presence counts, not level. */
const PRESENCE = 0.08;

export interface Window {
  /** Unix time in ms at which it was played, within about 30 ms. */
  readonly atMs: number;
  readonly samples: Float32Array;
}

/** What a loudspeaker plays, in windows of 20 ms. */
export class Ear {
  readonly #windows: Window[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #followers = new Set<(window: Window) => void>();
  #rest = Buffer.alloc(0);

  /** Listens to this from now on: 16 bit, little endian, one channel, at {@link EAR_RATE_HZ}. */
  hear(sound: Readable): void {
    this.#rest = Buffer.alloc(0);
    sound.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /** Calls back with every window from now on. Returns what ends that. */
  follow(follower: (window: Window) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Resolves with the Unix time in ms of the voice's first window, once it is clearly there. Rejects after the deadline. */
  async waitUntilHears(voice: Voice, { sinceMs = Date.now(), deadlineMs = 10_000 } = {}): Promise<number> {
    return this.#until(`voice of ${voice.pitchHz} Hz heard`, deadlineMs, () => {
      const windows = this.#since(sinceMs);
      const holding = windows.filter((window) => holdsVoice(window.samples, voice, EAR_RATE_HZ));
      const recent = Date.now() - 1000;
      const enough = (1000 / WINDOW_MS) * PRESENCE;
      return holding.filter((window) => window.atMs > recent).length >= enough ? holding[0]?.atMs : undefined;
    });
  }

  /** Resolves with the Unix time in ms of the first audible window since then: a voice or a tone. */
  async waitUntilAudible({ sinceMs = Date.now(), deadlineMs = 10_000 } = {}): Promise<number> {
    return this.#until(
      'sound',
      deadlineMs,
      () => this.#since(sinceMs).find((window) => isAudible(window.samples))?.atMs,
    );
  }

  /** Resolves with the Unix time in ms of the last audible window, once nothing was audible for `forMs` after it. */
  async waitUntilSilent({ forMs = 600, deadlineMs = 10_000 } = {}): Promise<number> {
    return this.#until(`silence of ${forMs} ms`, deadlineMs, () => {
      const lastLoud = this.#windows.findLast((window) => isAudible(window.samples));
      const first = lastLoud?.atMs ?? this.#windows[0]?.atMs;
      const latest = this.#windows.at(-1)?.atMs;
      return first !== undefined && latest !== undefined && latest - first >= forMs ? first : undefined;
    });
  }

  /**
   * Listens for that long from now on: the share of windows (0 to 1) that hold the voice. Noise suppression thins the
   * voice out unevenly: shorter listening gives shares far from its mean.
   */
  async shareOf(voice: Voice, forMs = 3000): Promise<number> {
    const windows = await this.#listen(forMs);
    return windows.filter((window) => holdsVoice(window.samples, voice, EAR_RATE_HZ)).length / windows.length;
  }

  /** Listens for that long from now on: the share of windows (0 to 1) in which anything is audible. */
  async shareOfSound(forMs = 1500): Promise<number> {
    const windows = await this.#listen(forMs);
    return windows.filter((window) => isAudible(window.samples)).length / windows.length;
  }

  async #listen(forMs: number): Promise<readonly Window[]> {
    const startMs = Date.now();
    const wanted = Math.ceil(forMs / WINDOW_MS);
    return this.#until(`${forMs} ms of sound recorded`, forMs + 5_000, () => {
      const windows = this.#since(startMs);
      return windows.length >= wanted ? windows : undefined;
    });
  }

  #since(atMs: number): Window[] {
    return this.#windows.filter((window) => window.atMs >= atMs);
  }

  /** The condition is asked at each new sound. */
  async #until<T>(what: string, deadlineMs: number, condition: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(look);
        reject(new Error(`No ${what} within ${deadlineMs} ms`));
      }, deadlineMs);
      const look = () => {
        const found = condition();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve(found);
      };
      this.#listeners.add(look);
    });
  }

  #take(chunk: Buffer): void {
    const nowMs = Date.now();
    const bytes = Buffer.concat([this.#rest, chunk]);
    const count = Math.floor(bytes.length / WINDOW_BYTES);
    for (let index = 0; index < count; index += 1) {
      const samples = Float32Array.from(
        { length: WINDOW_BYTES / 2 },
        (_, sample) => bytes.readInt16LE(index * WINDOW_BYTES + sample * 2) / 32_768,
      );
      const window = { atMs: nowMs - (count - index) * WINDOW_MS, samples };
      this.#windows.push(window);
      for (const follow of this.#followers) follow(window);
    }
    this.#rest = bytes.subarray(count * WINDOW_BYTES);
    this.#windows.splice(0, this.#windows.length - KEPT_WINDOWS);
    for (const listener of this.#listeners) listener();
  }
}
