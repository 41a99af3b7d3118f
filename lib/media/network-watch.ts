import type { MediaWorld } from './world.ts';

/** Gathering takes 125 ms and 6 ms of processor time (Chromium 156): well under a hundredth of one processor. */
const LOOK_MS = 1_000;
/** As long as the machine came into a network and its addresses there are not listed. */
const LOOK_AGAIN_MS = 200;

/**
 * `online`: the machine came into a network; where it is to be found there is not known yet, and what connects it may go
 * on as before. `moved`: it has other addresses than before: what it told the other of where to find it is no longer true.
 */
export type NetworkNews = 'online' | 'moved';

/**
 * Tells what happens to this machine's network. Returns a disposer.
 *
 * Measured in Chromium 156's offscreen document, in a network namespace with one veth. Link down: `offline` at once, and
 * ICE says `disconnected` after about 5 s. Link up, the same address: `online` at once, and the address is listed again
 * 1.5 s later; what connects it goes on at once, and what is being made goes on as soon as they are listed. (Another round in
 * these moments is one too many: Firefox 153, the other side, hears nothing after it.) Address deleted and another added: `offline` and `online` within 3 ms,
 * in five of eight; in the others no event at all, which is why it is looked for. A second address, a second interface,
 * another default route: no event; but what a new connection gathers tells another address or another interface. The first of two
 * interfaces going down: neither; ICE's `disconnected` has to do. A silent drop: no event. `navigator.connection` adds nothing
 * here, and also changes with the measured speed. A connection there is gathers nothing new by itself: it needs an ICE restart.
 *
 * Firefox 153, likewise: no `online` or `offline` at all. Another address or interface shows in what is gathered, once the
 * microphone is allowed (before that addresses are hidden behind names). A link that goes down and comes back with its address
 * shows nowhere, since its address is still listed: there the repeated restarts and the return of the server have to do.
 */
export function watchNetwork(
  world: Pick<MediaWorld, 'hostAddresses' | 'onOnline'>,
  onNews: (news: NetworkNews) => void,
): () => void {
  /** As they were listed last, where any were. */
  let known: string | null = null;
  /** Counts what makes a look that is under way worthless. */
  let changes = 0;
  let looking = false;
  let again: ReturnType<typeof setInterval> | undefined;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    const began = changes;
    const found = await world.hostAddresses().then(
      (addresses) => addresses.join(' '),
      () => null,
    );
    looking = false;
    if (found !== null && began === changes) notice(found);
  }

  function notice(found: string): void {
    // Without any network there is nothing to do before it is back.
    if (found === '') return;
    const hasMoved = known !== null && found !== known;
    known = found;
    clearInterval(again);
    if (hasMoved) onNews('moved');
  }

  const stopListening = world.onOnline(() => {
    changes++;
    clearInterval(again);
    again = setInterval(() => void look(), LOOK_AGAIN_MS);
    onNews('online');
  });
  const timer = setInterval(() => void look(), LOOK_MS);

  return () => {
    changes++;
    clearInterval(timer);
    clearInterval(again);
    stopListening();
  };
}
