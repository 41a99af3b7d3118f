import { asChromium } from '../rig/chromium.ts';
import { costsNothing } from './row.ts';
import type { Row } from './row.ts';
import type { LiveCall } from './live-call.ts';

const promise = 'the call does not live in the background: no gap';
const hasWorker: Row['matters'] = (browsers) => browsers.includes('chromium');

async function killWorkers({ sides }: LiveCall): Promise<void> {
  for (const { person } of sides) {
    if (person.browserName === 'chromium') await asChromium(person).killWorker();
  }
}

/** What happens to the background costs a call nothing. Firefox's does not die. */
export const WORKER_ROWS: readonly Row[] = [
  {
    fault: "Chromium's service worker dies",
    promise,
    short: true,
    times: 1,
    matters: hasWorker,
    measure: costsNothing(killWorkers),
  },
  {
    fault: "Chromium's service worker dies ten times",
    promise,
    short: false,
    times: 10,
    matters: hasWorker,
    measure: costsNothing(killWorkers),
  },
];
