import { expect, test } from 'vitest';
import { wavFile } from './wav.ts';

test('a WAV file says its own lengths and rate, and holds the samples', () => {
  const file = wavFile(Int16Array.of(1, -2, 32_767), 48_000);
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect(file.readUInt32LE(24)).toBe(48_000);
  expect(file.readUInt32LE(40)).toBe(6);
  expect([44, 46, 48].map((offset) => file.readInt16LE(offset))).toEqual([1, -2, 32_767]);
});
