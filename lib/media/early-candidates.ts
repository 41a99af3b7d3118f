import type { Candidate, CandidateBatch, PeerHeader } from '../protocol/index.ts';
import { reversed, sameNegotiation } from './peer-header.ts';

/** Early batches of a negotiation that is not known yet: a slow microphone prompt never sees more of one other. */
const EARLY_BATCHES = 16;

/** Candidates that overtook the description they belong to. */
export interface EarlyCandidates {
  keep(batch: CandidateBatch): void;
  /** Those of one negotiation, as this side writes it; they are not kept any longer. */
  take(header: PeerHeader): Candidate[];
}

export function createEarlyCandidates(): EarlyCandidates {
  let batches: CandidateBatch[] = [];

  return {
    keep(batch) {
      batches = [...batches, batch].slice(-EARLY_BATCHES);
    },
    take(header) {
      const taken = batches.filter((batch) => sameNegotiation(reversed(batch), header));
      batches = batches.filter((batch) => !taken.includes(batch));
      return taken.flatMap(({ candidates }) => candidates);
    },
  };
}
