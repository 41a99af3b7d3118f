import { BROWSER_ROWS } from './browser-rows.ts';
import { END_ROWS } from './end-rows.ts';
import { MEDIA_HOST_ROWS } from './media-host-rows.ts';
import { MICROPHONE_ROWS } from './microphone-rows.ts';
import { NETWORK_ROWS } from './network-rows.ts';
import type { Row } from './row.ts';
import { SERVER_ROWS } from './server-rows.ts';
import { TAB_ROWS } from './tab-rows.ts';
import { UPDATE_ROWS } from './update-rows.ts';
import { WORKER_ROWS } from './worker-rows.ts';

/** Every fault, in the order of the table. */
export const ROWS: readonly Row[] = [
  ...TAB_ROWS,
  ...UPDATE_ROWS,
  ...WORKER_ROWS,
  ...SERVER_ROWS,
  ...NETWORK_ROWS,
  ...END_ROWS,
  ...MEDIA_HOST_ROWS,
  ...BROWSER_ROWS,
  ...MICROPHONE_ROWS,
];
