/**
 * Whether a call server answers at its address; never whether it will have us. Aborted, it rejects or says no.
 *
 * Browsers put off new WebSockets after some that failed, ever longer (docs/browsers.md); a plain request that fails
 * costs nothing, so one goes ahead of a WebSocket that would probably fail.
 */
export type Knock = (signal: AbortSignal) => Promise<boolean>;

/** What is needed of `fetch`. */
type Ask = (url: string, options: RequestInit) => Promise<{ readonly ok: boolean }>;

/** A request for the server's health. It needs no permission for the address. */
export function createKnock(serverUrl: string, request: Ask = fetch): Knock {
  const url = `${serverUrl.replace(/\/+$/, '')}/healthz`;
  // Whether this server lets its answer be read: then a proxy's "Bad gateway" in its place is a no.
  let readable = false;
  const ask = (mode: RequestMode, signal: AbortSignal) =>
    request(url, { mode, cache: 'no-store', credentials: 'omit', signal });
  return async (signal) => {
    try {
      const { ok } = await ask('cors', signal);
      readable ||= ok;
      return ok;
    } catch {
      if (readable || signal.aborted) return false;
      return ask('no-cors', signal).then(
        () => true,
        () => false,
      );
    }
  };
}
