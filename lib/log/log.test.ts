import { expect, test } from 'vitest';
import { createLog, LOG_CAPACITY } from './log.ts';

test('the log keeps the last lines, those of an earlier life before its own', () => {
  const printed: string[] = [];
  const log = createLog(
    () => 5,
    ({ code }) => printed.push(code),
  );
  log.write('own', { phase: 'ringing' });
  log.precede([{ at: 1, code: 'earlier', facts: {} }]);
  expect(log.lines()).toEqual([
    { at: 1, code: 'earlier', facts: {} },
    { at: 5, code: 'own', facts: { phase: 'ringing' } },
  ]);
  for (let line = 0; line < LOG_CAPACITY; line += 1) log.write('newer');
  expect(log.lines()).toHaveLength(LOG_CAPACITY);
  expect(new Set(log.lines().map(({ code }) => code))).toEqual(new Set(['newer']));
  expect(printed.slice(0, 2)).toEqual(['own', 'newer']);
});
