import type { PeerHeader } from '../protocol/index.ts';

/**
 * What still waits to be sent to the other side. While the server is away the media host goes on making offers, and on
 * its return only what belongs to the latest of them is of use.
 */
export interface Rounds {
  /** For a message of a round: aborted when a later round begins. */
  message(header: PeerHeader): AbortSignal;
  /** For an offer, which begins a round. */
  offer(header: PeerHeader): AbortSignal;
  /** For the wish for the next round: aborted when that begins, or when it is wished for again. */
  wish(header: PeerHeader): AbortSignal;
  /**
   * Drops a round that this side has offered and that still waits: the media host is asked for another one now. Firefox
   * 153 loses the connection where the answerer gets both close upon each other.
   */
  serverIsBack(): void;
}

export function createRounds(): Rounds {
  let latest: PeerHeader | undefined;
  let round = new AbortController();
  let wish = new AbortController();
  let isOffered = false;
  const over = () => new DOMException('A later round has begun', 'AbortError');

  function begin(): void {
    round.abort(over());
    round = new AbortController();
    isOffered = false;
  }

  function message(header: PeerHeader): AbortSignal {
    if (!latest || isOfLaterRound(header, latest)) {
      latest = header;
      begin();
    }
    return round.signal;
  }

  return {
    message,
    offer(header) {
      const signal = message(header);
      isOffered = true;
      return signal;
    },
    serverIsBack() {
      if (isOffered) begin();
    },
    wish(header) {
      wish.abort(over());
      wish = new AbortController();
      return AbortSignal.any([message(header), wish.signal]);
    },
  };
}

/** Rounds are counted between two lives of media hosts; of other lives are other rounds. */
function isOfLaterRound(header: PeerHeader, latest: PeerHeader): boolean {
  return (
    header.callId !== latest.callId ||
    header.incarnations.from !== latest.incarnations.from ||
    header.incarnations.to !== latest.incarnations.to ||
    header.negotiation > latest.negotiation
  );
}
