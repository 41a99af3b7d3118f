import type { MediaTrouble, MicrophoneTrouble } from './port.ts';
import { REPORT_MS, type SoundReport } from './report.ts';

/** This side's microphone, as far as it concerns who can be heard. */
export type OwnMicrophone =
  | { readonly state: 'live' | 'muted' | 'silent' }
  | { readonly state: 'gone'; readonly code: MicrophoneTrouble | 'microphone-window' };

/** What this side knows at one moment. */
export interface Sight {
  readonly nowMs: number;
  /** ICE gave the connection up: nothing of this side's is answered. */
  readonly unanswered: boolean;
  readonly microphone: OwnMicrophone;
  /** Of this side's sound, and of the other's. A new connection starts at 0. */
  readonly sentPackets: number;
  readonly receivedPackets: number;
}

export interface Finding {
  /** The one to tell: my own microphone before the other's, both before what is between them. */
  readonly trouble: MediaTrouble | null;
  /** The other has a microphone, and nothing of its sound comes here although its reports do. */
  readonly nothingArrives: boolean;
  /** The same from there. */
  readonly nothingReaches: boolean;
  /** What does not come through is not even sent: no path is to blame. */
  readonly nothingSent: boolean;
}

/**
 * Compares what both sides say of their sound. The two come to the same end: one finds that nothing arrives where the
 * other finds that nothing reaches. Of an end that sends no reports only this side's own microphone is known; one whose
 * reports come is there, whatever ICE says of the connection.
 */
export interface Hearing {
  /** A report of the other's came. */
  heard(report: SoundReport, nowMs: number): void;
  /** About once a second. */
  look(sight: Sight): Finding;
}

/** A microphone that goes is mostly replaced within 20 ms; a headset that is plugged in again takes a moment more. */
const GONE_MS = 1_000;
/** So long nothing has come although it should: longer than any jitter, shorter than patience. */
const STUCK_MS = 5_000;
/** A count that grows 50 times a second has not grown, also from one report to the next. */
const UNSENT_MS = 1.25 * REPORT_MS;
/** Two reports that did not come: what the last one says is no longer true. */
const STALE_MS = 2.5 * REPORT_MS;
/** Nobody looked for so long: the machine slept, and nothing can be said of the time in between. */
const SLEPT_MS = 4_000;

/** Since when a count stands still, while it can be known. */
function createStandstill(lastsMs: number) {
  let count: number | null = null;
  let sinceMs: number | null = null;
  return {
    /** Null: not known now. */
    look(next: number | null, nowMs: number): boolean {
      // It never goes down but with a new connection, on which something came if there is anything to count.
      const moved = next !== count && next !== 0;
      if (next === null || sinceMs === null || moved) sinceMs = next === null ? null : nowMs;
      count = next;
      return sinceMs !== null && nowMs - sinceMs >= lastsMs;
    },
  };
}

function standstills() {
  return {
    arriving: createStandstill(STUCK_MS),
    reaching: createStandstill(STUCK_MS),
    coming: createStandstill(UNSENT_MS),
    sent: createStandstill(UNSENT_MS),
    sentByOther: createStandstill(UNSENT_MS),
  };
}

export function createHearing(): Hearing {
  let other: { readonly report: SoundReport; readonly atMs: number } | null = null;
  let lookedAtMs: number | null = null;
  let goneSinceMs: number | null = null;
  let unansweredSinceMs: number | null = null;
  let counts = standstills();

  function ownTrouble({ microphone, nowMs }: Sight): MediaTrouble | null {
    if (microphone.state !== 'gone') {
      goneSinceMs = null;
      return microphone.state === 'silent' ? 'microphone-silent' : null;
    }
    goneSinceMs ??= nowMs;
    if (nowMs - goneSinceMs < GONE_MS) return null;
    return microphone.code;
  }

  function otherTrouble(report: SoundReport | null): MediaTrouble | null {
    switch (report?.microphone) {
      case 'gone':
        return 'peer-microphone-gone';
      case 'silent':
        return 'peer-microphone-silent';
      default:
        return null;
    }
  }

  return {
    heard(report, nowMs) {
      other = { report, atMs: nowMs };
    },
    look(sight) {
      const { nowMs, microphone } = sight;
      if (lookedAtMs !== null && nowMs - lookedAtMs >= SLEPT_MS) counts = standstills();
      lookedAtMs = nowMs;
      const report = other && nowMs - other.atMs < STALE_MS ? other.report : null;
      const theirs = report && report.microphone !== 'gone' ? report : null;
      const ours = report && microphone.state !== 'gone' ? report : null;
      const nothingArrives = counts.arriving.look(theirs && sight.receivedPackets, nowMs);
      const nothingReaches = counts.reaching.look(ours && ours.receivedPackets, nowMs);
      const isUnsent = counts.sent.look(ours && sight.sentPackets, nowMs);
      const isUnsentByOther = counts.sentByOther.look(theirs && theirs.sentPackets, nowMs);
      // one who hears nothing of this side has no way to say so
      const isComing = !counts.coming.look(sight.receivedPackets, nowMs) && sight.receivedPackets > 0;
      if (sight.unanswered && isComing && !report) unansweredSinceMs ??= nowMs;
      else unansweredSinceMs = null;
      const isUnheard = unansweredSinceMs !== null && nowMs - unansweredSinceMs >= STUCK_MS;
      const path = nothingArrives
        ? 'nothing-arrives'
        : nothingReaches || isUnheard
          ? 'nothing-reaches'
          : null;
      return {
        trouble: ownTrouble(sight) ?? otherTrouble(report) ?? path,
        ...{ nothingArrives, nothingReaches },
        nothingSent: (nothingArrives && isUnsentByOther) || (nothingReaches && isUnsent),
      };
    },
  };
}
