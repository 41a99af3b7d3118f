/** The browser's own clock and timers, in Unix ms; a time that is past already calls back at once. */
export const systemClock = {
  now: Date.now,
  at(timeMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, Math.max(0, timeMs - Date.now()));
    return () => clearTimeout(timer);
  },
};
