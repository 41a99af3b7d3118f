import { createSignal } from 'solid-js';

/** Changes that are kept as they are made, with no button to save them. */
export interface Keeping {
  readonly keep: (work: Promise<void>) => void;
  /** The last one was not kept. */
  readonly failed: () => boolean;
}

export function createKeeping(): Keeping {
  const [failed, setFailed] = createSignal(false);
  return {
    failed,
    keep(work) {
      setFailed(false);
      work.catch(() => setFailed(true));
    },
  };
}
