/** How long a surface that appeared by itself takes no click or key, in ms: longer than a second click of a double one. */
export const REST_MS = 400;

/**
 * A surface that appears under a resting pointer or a held key must not take what was meant for something else: nothing
 * acts until the pointer has moved or 400 ms are over. A key that repeats never acts, and neither does an event that a
 * script of the page made.
 */
export interface Guard {
  /** The surface appeared, or means something else from now on. */
  appeared(): void;
  moved(): void;
  allows(event: Pick<Event, 'isTrusted'> & { readonly detail?: number }): boolean;
}

/** `now` in ms from any start. */
export function createGuard(now: () => number): Guard {
  let sinceMs = -Infinity;
  let moved = false;
  return {
    appeared() {
      sinceMs = now();
      moved = false;
    },
    moved() {
      moved = true;
    },
    allows(event) {
      if (!event.isTrusted) return false;
      // the second click of a double click was meant for what was there at the first
      const second = (event.detail ?? 0) > 1;
      return now() - sinceMs >= REST_MS || (moved && !second);
    },
  };
}
