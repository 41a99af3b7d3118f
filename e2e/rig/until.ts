const LOOK_EVERY_MS = 25;

/**
 * Waits until a condition gives something (neither undefined nor false), and returns that.
 * `what` completes the sentence of the error thrown after the deadline: "Waited 5000 ms until …".
 * An error of the condition itself (a page that is just navigating) means "not yet" and ends up as the cause.
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (let cause: unknown; ;) {
    try {
      const found = await condition();
      if (found !== undefined && found !== false) return found;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) throw new Error(`Waited ${deadlineMs} ms until ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
