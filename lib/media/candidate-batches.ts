import { LIMITS, type Candidate } from '../protocol/index.ts';

/**
 * Host candidates that missed their description follow it within milliseconds, and a connection on one network
 * waits for them: their batch leaves quickly.
 */
const FIRST_BATCH_MS = 15;
/** Later ones have been to a STUN or TURN server and come one by one: fewer messages, little lost. */
const LATER_BATCH_MS = 150;

/** Gathers the candidates of one description. */
export interface CandidateBatches {
  add(candidate: Candidate): void;
  /** Those found so far, to ride along with the description; from now on the rest is sent in batches. */
  take(): Candidate[];
  close(): void;
}

export function createCandidateBatches(send: (candidates: Candidate[]) => void): CandidateBatches {
  let found: Candidate[] = [];
  let waitMs = FIRST_BATCH_MS;
  let handedOut = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(): void {
    if (handedOut && found.length > 0) timer ??= setTimeout(flush, waitMs);
  }

  function flush(): void {
    timer = undefined;
    waitMs = LATER_BATCH_MS;
    while (found.length > 0) send(found.splice(0, LIMITS.candidatesPerMessage));
  }

  return {
    add(candidate) {
      found.push(candidate);
      schedule();
    },
    take() {
      const taken = found.splice(0, LIMITS.candidatesPerMessage);
      handedOut = true;
      schedule();
      return taken;
    },
    close() {
      clearTimeout(timer);
      found = [];
      handedOut = false;
    },
  };
}
