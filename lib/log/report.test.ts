import { expect, test } from 'vitest';
import { problemReport } from './report.ts';

test('a problem report says what there is, then what happened, a line each', () => {
  const report = problemReport({ version: '1.2.3', browser: 'Firefox 153' }, [
    { at: Date.UTC(2026, 10, 22, 12), code: 'call', facts: { from: 'idle', to: 'calling', outcome: null } },
    { at: Date.UTC(2026, 10, 22, 12, 0, 1), code: 'sound', facts: {} },
  ]);
  expect(report.split('\n')).toEqual([
    'Earshot problem report',
    'version: 1.2.3',
    'browser: Firefox 153',
    '',
    'log (UTC, 2 lines):',
    '2026-11-22T12:00:00.000Z call from=idle to=calling outcome=null',
    '2026-11-22T12:00:01.000Z sound',
  ]);
});
