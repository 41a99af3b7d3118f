import type { PeerHeader } from '../protocol/index.ts';

/** The header alone, of a description or a batch. */
export function headerOf(message: PeerHeader): PeerHeader {
  const { v, callId, from, to, incarnations, negotiation } = message;
  return { v, callId, from, to, incarnations, negotiation };
}

/** The same negotiation as its other end writes it. */
export function reversed(message: PeerHeader): PeerHeader {
  const { from, to, incarnations } = message;
  return {
    ...headerOf(message),
    from: to,
    to: from,
    incarnations: { from: incarnations.to, to: incarnations.from },
  };
}

/** Between the same two lives of media hosts, in the same call, in the same direction. */
export function samePair(a: PeerHeader, b: PeerHeader): boolean {
  return (
    a.callId === b.callId &&
    a.from === b.from &&
    a.to === b.to &&
    a.incarnations.from === b.incarnations.from &&
    a.incarnations.to === b.incarnations.to
  );
}

export function sameNegotiation(a: PeerHeader, b: PeerHeader): boolean {
  return samePair(a, b) && a.negotiation === b.negotiation;
}
