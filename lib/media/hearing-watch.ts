import { createHearing, type OwnMicrophone } from './hearing.ts';
import type { Microphone } from './microphone.ts';
import { countPackets } from './packet-counts.ts';
import type { Path } from './path.ts';
import type { MediaTrouble } from './port.ts';
import { createRepairLadder, type Step } from './repair-ladder.ts';
import { REPORT_MS, type SoundReport } from './report.ts';
import { createSilence } from './silence.ts';
import { createSoundMeter } from './sound-meter.ts';
import type { MediaWorld } from './world.ts';

/** Finds out who cannot be heard and why, tells it, and mends what can be mended. */
export interface HearingWatch {
  heard(report: SoundReport): void;
  /** Another stream, or none. */
  microphoneChanged(): void;
  /** A new path, perhaps to another life of the other's: what was said on the earlier one is of no more use. */
  pathChanged(): void;
  /** To send while there is no microphone. */
  readonly silence: MediaStream;
  stop(): void;
}

export interface HearingSurroundings {
  readonly world: Pick<MediaWorld, 'createListeningContext' | 'page'>;
  microphone(): Pick<Microphone, 'stream' | 'trouble' | 'asking'> | null;
  isMuted(): boolean;
  path(): Pick<Path, 'state' | 'peer' | 'offers' | 'say'> | null;
  /** What the connection says of itself, about once a second. */
  onStatistics(statistics: RTCStatsReport): void;
  /** At each change; null: all is well again. */
  tell(trouble: MediaTrouble | null): void;
  repair(step: Step): void;
}

const LOOK_MS = 1_000;

export function watchHearing(around: HearingSurroundings): HearingWatch {
  const meter = createSoundMeter(around.world);
  const ladder = createRepairLadder();
  let hearing = createHearing();
  let silence = createSilence();
  let silent = false;
  let renewed = false;
  let told: MediaTrouble | null = null;
  let counts = { sent: 0, received: 0 };
  let reportedAtMs = 0;
  let measuring = false;
  let stopped = false;
  meter.listen(around.microphone()?.stream ?? null);
  const timer = setInterval(() => void look(), LOOK_MS);

  function ownMicrophone(): OwnMicrophone {
    const { page } = around.world;
    const microphone = around.microphone();
    const trouble = microphone?.trouble;
    // Firefox opens none there, and says neither so nor why.
    const isAway = page?.visibilityState === 'hidden' || (microphone?.asking && page?.hasFocus() === false);
    if (trouble && isAway) return { state: 'gone', code: 'microphone-window' };
    if (trouble) return { state: 'gone', code: trouble };
    return { state: around.isMuted() ? 'muted' : silent ? 'silent' : 'live' };
  }

  async function look(): Promise<void> {
    if (measuring) return;
    measuring = true;
    const statistics = await around
      .path()
      ?.peer.statistics()
      .catch(() => null); // a closing one has none
    measuring = false;
    if (stopped) return;
    if (statistics) {
      counts = countPackets(statistics);
      around.onStatistics(statistics);
    }
    const nowMs = Date.now();
    silent = silence.look(peak(), around.isMuted(), nowMs);
    consider(nowMs);
    renewSilent();
    if (nowMs - reportedAtMs >= REPORT_MS - LOOK_MS / 2) report(nowMs);
  }

  /** What the system has muted is as silent as what gives nothing. */
  function peak(): number | null {
    const [track] = around.microphone()?.stream?.getAudioTracks() ?? [];
    const loudest = meter.peak();
    return track?.muted ? 0 : loudest;
  }

  function consider(nowMs: number): void {
    const path = around.path();
    // before the two have found each other there is no call in which it could be told
    if (!path || path.state === 'new') return;
    const finding = hearing.look({
      ...{ nowMs, unanswered: path.state === 'failed', microphone: ownMicrophone() },
      ...{ sentPackets: counts.sent, receivedPackets: counts.received },
    });
    tell(finding.trouble);
    const step = ladder.look(finding, path.offers, nowMs);
    // one that is not connected is repaired already (lib/media/path-watch.ts)
    if (step && path.state === 'connected') around.repair(step);
  }

  function tell(trouble: MediaTrouble | null): void {
    if (trouble !== told) around.tell((told = trouble));
  }

  /** Once in each silence: one with a switch on it would be opened again and again. */
  function renewSilent(): void {
    if (!silent) renewed = false;
    if (!silent || renewed || !opensNow()) return;
    renewed = true;
    around.repair('microphone');
  }

  /** Firefox opens none in a page that is hidden or behind another. */
  function opensNow(): boolean {
    const { page } = around.world;
    return !page || (page.visibilityState === 'visible' && page.hasFocus());
  }

  function report(nowMs: number): void {
    reportedAtMs = nowMs;
    around.path()?.say({
      ...{ v: 1, type: 'report', microphone: ownMicrophone().state },
      ...{ sentPackets: counts.sent, receivedPackets: counts.received },
    });
  }

  return {
    silence: meter.silence,
    heard(said) {
      const nowMs = Date.now();
      hearing.heard(said, nowMs);
      consider(nowMs);
    },
    microphoneChanged() {
      const stream = around.microphone()?.stream ?? null;
      meter.listen(stream);
      // one that was opened against the silence has to be heard first
      if (!stream || !renewed) {
        silence = createSilence();
        silent = false;
      }
      const nowMs = Date.now();
      consider(nowMs);
      // what goes may be this whole document, which is not the same as a microphone: the next word is said in its turn
      if (stream) report(nowMs);
      else reportedAtMs = nowMs;
    },
    pathChanged() {
      hearing = createHearing();
      tell(null);
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      meter.close();
    },
  };
}
