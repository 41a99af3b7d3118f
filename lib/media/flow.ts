/** So long without a packet is no jitter any more: a person notices it. */
export const SILENCE_MS = 2_000;

export interface FlowChange {
  readonly flowing: boolean;
  /** How long ago the last packet came, in ms; 0 where they come. */
  readonly forMs: number;
}

/** Whether the other's sound comes, by what has arrived from one look to the next. Times are Unix times in ms. */
export interface Flow {
  /** Packets come; false also before the first connection. */
  readonly flowing: boolean;
  /** When the last packet came, or else the first connection was made; null before that. */
  readonly lastAt: number | null;
  /** The first connection is made: from now on it is told when nothing comes. */
  begin(nowMs: number): void;
  /** How long nothing has come, in ms, where that was told; else null. */
  silentForMs(nowMs: number): number | null;
  /** Null where nothing changed. The first packet is a change, too. */
  look(arrived: boolean, nowMs: number): FlowChange | null;
}

export function createFlow(): Flow {
  let told: boolean | null = null;
  let lastAt: number | null = null;
  let lookedAt = 0;

  return {
    get flowing() {
      return told === true;
    },
    get lastAt() {
      return lastAt;
    },
    silentForMs: (nowMs) => (told === false && lastAt !== null ? Math.max(0, nowMs - lastAt) : null),
    begin(nowMs) {
      if (lastAt !== null) return;
      lastAt = nowMs;
      lookedAt = nowMs;
    },
    look(arrived, nowMs) {
      if (lastAt === null) return null;
      // The machine slept in between: what came may have come before that.
      const slept = nowMs - lookedAt >= SILENCE_MS;
      lookedAt = nowMs;
      // A clock that is set back does not keep the silence waiting.
      lastAt = arrived && !slept ? nowMs : Math.min(lastAt, nowMs);
      const forMs = nowMs - lastAt;
      const flowing = arrived && !slept ? true : forMs >= SILENCE_MS ? false : told;
      if (flowing === told || flowing === null) return null;
      told = flowing;
      return { flowing, forMs };
    },
  };
}
