import { expect, test } from 'vitest';
import { CALL, notice, viewWith } from '../../components/testing/views.ts';
import { lingerMs } from './call-window-time.ts';

test.each([
  ['a call is on', { call: CALL }, null],
  ['nothing is on', {}, 0],
  ['the person cancelled', { notice: notice('cancelled') }, 0],
  ['the call ended, which is read at a glance', { notice: notice('ended') }, 2_000],
  ['something can be done about what happened', { notice: notice('microphone-blocked') }, null],
  ['the other refused', { notice: notice('refused') }, null],
] as const)('when %s the window stays for that long', (_, changes, ms) => {
  expect(lingerMs(viewWith(changes))).toBe(ms);
});
