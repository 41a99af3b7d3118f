import type { MediaWorld } from './world.ts';

/** Gathering takes 125 ms and 6 ms of processor time (Chromium 156): well under a hundredth of one processor. */
const LOOK_MS = 1_000;

/**
 * Calls back when this machine came into a network, or has other addresses than before: what it told the other of where to
 * find it is no longer true. Returns a disposer.
 *
 * Measured in Chromium 156's offscreen document, in a network namespace with one veth. Link down: `offline` at once, and
 * ICE says `disconnected` after about 5 s. Link up, the same address: `online` at once. Address deleted and another added:
 * `offline` and `online` within 3 ms, in five of eight; in the others no event at all, which is why it is looked for. A
 * second address, a second interface, another default route: no event; but what a new connection gathers tells another
 * address or another interface. The first of two interfaces going down: neither; ICE's `disconnected` has to do. A silent
 * drop: no event. `navigator.connection` adds nothing here, and also changes with the measured speed. A connection there is
 * gathers nothing new by itself: it needs an ICE restart.
 *
 * Firefox 153, likewise: no `online` or `offline` at all. Another address or interface shows in what is gathered, once the
 * microphone is allowed (before that addresses are hidden behind names). A link that goes down and comes back with its address
 * shows nowhere, since its address is still listed: there the repeated restarts and the return of the server have to do.
 */
export function watchNetwork(
  world: Pick<MediaWorld, 'hostAddresses' | 'onOnline'>,
  onChange: () => void,
): () => void {
  /** Null: not known since the last change. */
  let known: string | null = null;
  /** Counts what makes a look that is under way worthless. */
  let changes = 0;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    const began = changes;
    const found = await world.hostAddresses().then(
      (addresses) => addresses.join(' '),
      () => null,
    );
    looking = false;
    if (found === null || began !== changes || found === known) return;
    const isFirst = known === null;
    known = found;
    // Without any network there is nothing to do before it is back.
    if (!isFirst && found !== '') onChange();
  }

  const stopListening = world.onOnline(() => {
    changes++;
    known = null;
    onChange();
  });
  const timer = setInterval(() => void look(), LOOK_MS);

  return () => {
    changes++;
    clearInterval(timer);
    stopListening();
  };
}
