import { describe, inject } from 'vitest';
import { ROWS } from './rows.ts';
import { testRows, testRowsSideBySide } from './test-rows.ts';

const rows = ROWS.filter(({ matters }) => matters(inject('browsers')));

describe('a call survives', () => {
  describe('one fault after the other', () => {
    testRows(
      rows.filter(({ slow }) => !slow),
      { times: ({ times }) => times, timeoutMs: 300_000 },
    );
  });

  describe('faults that last, side by side', () => {
    testRowsSideBySide(
      rows.filter(({ slow }) => slow),
      { times: ({ times }) => times, timeoutMs: 900_000 },
    );
  });
});
