/** Time as the server uses it; a test brings its own. */
export interface Clock {
  /** Milliseconds since some moment, never stepping back. */
  nowMs(): number;
  /** Runs something once, after this long; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
