import { describe } from 'vitest';
import { ROWS } from './rows.ts';
import { testRows } from './test-rows.ts';

describe('a call survives', { tags: ['chromium'] }, () => {
  testRows(
    ROWS.filter(({ short }) => short),
    { times: () => 1, timeoutMs: 90_000 },
  );
});
