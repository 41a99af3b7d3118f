import { NETWORK_ROWS } from './network-rows.ts';
import type { Row } from './row.ts';
import { SERVER_ROWS } from './server-rows.ts';
import { TAB_ROWS } from './tab-rows.ts';
import { WORKER_ROWS } from './worker-rows.ts';

/** Every fault, in the order of the table. */
export const ROWS: readonly Row[] = [...TAB_ROWS, ...WORKER_ROWS, ...SERVER_ROWS, ...NETWORK_ROWS];
