import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { asFirefox } from '../rig/firefox.ts';
import { writePackage } from '../rig/firefox-package.ts';
import { offerUpdate } from '../rig/firefox-update.ts';
import type { Person } from '../rig/person.ts';
import { costsNothing } from './row.ts';
import type { Row } from './row.ts';

const NEWER = '99.0.0';

/** A newer version of the extension is there; what comes of it after the call: e2e/update.e2e.ts. */
async function offer(person: Person): Promise<void> {
  if (person.browserName === 'chromium') {
    await person.inBackground(`chrome.runtime.onUpdateAvailable.dispatch({ version: '${NEWER}' })`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'earshot-update-'));
  try {
    const xpi = join(folder, 'newer.xpi');
    await writePackage(inject('extensions').firefox, xpi, NEWER);
    await offerUpdate(asFirefox(person), xpi);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An update costs a call nothing. */
export const UPDATE_ROWS: readonly Row[] = [
  {
    fault: 'an update of the extension comes',
    promise: 'it waits until the call is over: no gap',
    short: false,
    spoils: true,
    installed: true,
    times: 1,
    matters: ([first, second]) => first === second,
    measure: costsNothing(async ({ ada }) => offer(ada.person)),
  },
];
