import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { explore } from './exploration.ts';
import type { Property } from './search.ts';

/** Holds for most schedules, and for none without these two acts. */
const nobodyHangsUpAfterACall: Property = async ([acts]) => {
  const names = acts.map(({ name }) => name);
  const started = names.indexOf('start');
  assert.ok(started === -1 || !names.includes('hangUp', started), 'somebody hung up after a call');
};
const properties = { nobodyHangsUpAfterACall, everythingIsFine: async () => {} };

async function explored(...args: readonly string[]) {
  const lines: string[] = [];
  const holds = await explore(args, properties, (line) => lines.push(...line.split('\n')));
  return { holds, lines };
}

test('a schedule that breaks a property is made short and printed, and the printed command runs that one again', async () => {
  const found = await explored('--runs=500', '--seed=7');
  expect(found.holds).toBe(false);
  expect(found.lines.at(-1)).toBe('1 passed, 1 failed');
  expect(found.lines).toContain('nobodyHangsUpAfterACall does not hold: somebody hung up after a call');
  expect(found.lines).toContain('  start(0,0) hangUp(0,0)');

  const command = found.lines.find((line) => line.startsWith('Again: '));
  const [npm, args] = command?.split(' -- ') ?? [];
  expect(npm).toBe('Again: npm run test:explore');
  const again = await explored(...(args?.split(' ') ?? []));
  expect(again.holds).toBe(false);
  expect(again.lines).toContain('nobodyHangsUpAfterACall does not hold: somebody hung up after a call');
  expect(again.lines).toContain('  start(0,0) hangUp(0,0)');
  expect(again.lines.at(-1)).toBe('0 passed, 1 failed');
});

test('where every schedule holds, it is said how many were tried from which seed', async () => {
  const { holds, lines } = await explored('--runs=6000', '--seed=7', '--property=everythingIsFine');
  expect(holds).toBe(true);
  expect(lines).toEqual([
    'everythingIsFine: 5000 schedules from seed 7 hold',
    'everythingIsFine: 1000 schedules from seed 8 hold',
    '2 passed, 0 failed',
  ]);
});

test('a property that there is not is no success', async () => {
  await expect(explored('--property=everythingIsBad')).rejects.toThrow('no property everythingIsBad');
});
