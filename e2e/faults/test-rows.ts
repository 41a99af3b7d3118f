import { afterAll, expect, inject, test } from 'vitest';
import { startLiveCall } from './live-call.ts';
import type { LiveCall } from './live-call.ts';
import { saveResult } from './results.ts';
import { isInCall } from './row.ts';
import type { Row } from './row.ts';
import { ROWS } from './rows.ts';
import { steadySinceMs } from '../rig/tone-record.ts';

interface How {
  /** How often each fault is measured. */
  readonly times: (row: Row) => number;
  readonly timeoutMs: number;
}

/**
 * Makes a test of each row, one after the other. They share a call for as long as it is whole: what a fault leaves behind
 * then meets the next one, as in life. After one that broke it there is a new one.
 */
export function testRows(rows: readonly Row[], { times, timeoutMs }: How): void {
  let shared: LiveCall | undefined;
  const end = async () => {
    const call = shared;
    shared = undefined;
    await call?.close();
  };
  afterAll(end);
  for (const row of rows) {
    test(`when ${row.fault}: ${row.promise}`, { timeout: timeoutMs }, async () => {
      if (shared && (row.installed || row.twoMicrophones || !isWhole(shared))) await end();
      shared ??= await startLiveCall(inject('browsers'), row);
      try {
        await check(row, shared, times(row));
      } finally {
        if (row.spoils) await end();
      }
    });
  }
}

/** Makes a test of each row with a call of its own, several at a time: they wait most of the time. */
export function testRowsSideBySide(rows: readonly Row[], { times, timeoutMs }: How): void {
  for (const row of rows) {
    test.concurrent(`when ${row.fault}: ${row.promise}`, { timeout: timeoutMs }, async () => {
      const call = await startLiveCall(inject('browsers'), row);
      try {
        await check(row, call, times(row));
      } finally {
        await call.close();
      }
    });
  }
}

async function check(row: Row, call: LiveCall, times: number): Promise<void> {
  const wrongBefore = call.wrong().length;
  const finding = await row.measure(call, times);
  const { fault, promise } = row;
  console.log(`${fault}: ${JSON.stringify(finding)}`);
  await saveResult({ browsers: inject('browsers'), place: ROWS.indexOf(row), fault, promise, finding });
  expect(finding.misses).toEqual([]);
  expect(call.wrong().slice(wrongBefore), 'what went wrong in a browser').toEqual([]);
}

function isWhole({ sides }: LiveCall): boolean {
  const fromMs = Date.now() - 1_500;
  return sides.every(
    (side) => isInCall(side) && steadySinceMs(side.hears.between(fromMs), fromMs) !== undefined,
  );
}
