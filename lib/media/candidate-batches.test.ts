import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LIMITS, type Candidate } from '../protocol/index.ts';
import { createCandidateBatches } from './candidate-batches.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const candidate = (number: number): Candidate => ({ candidate: `candidate:${number}` });

function setUp() {
  const sent: Candidate[][] = [];
  return { sent, batches: createCandidateBatches((candidates) => sent.push(candidates)) };
}

describe('candidates', () => {
  test('found before the description is handed out ride along with it', () => {
    const { sent, batches } = setUp();
    batches.add(candidate(1));
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
    expect(batches.take()).toEqual([candidate(1)]);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });

  test('found just after it leave quickly, later ones together', () => {
    const { sent, batches } = setUp();
    batches.take();
    batches.add(candidate(1));
    batches.add(candidate(2));
    vi.advanceTimersByTime(20);
    expect(sent).toEqual([[candidate(1), candidate(2)]]);
    batches.add(candidate(3));
    vi.advanceTimersByTime(90);
    batches.add(candidate(4));
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(90);
    expect(sent[1]).toEqual([candidate(3), candidate(4)]);
  });

  test('too many for one message go in several', () => {
    const { sent, batches } = setUp();
    const most = LIMITS.candidatesPerMessage;
    for (let i = 0; i < 2 * most + 1; i++) batches.add(candidate(i));
    expect(batches.take()).toHaveLength(most);
    vi.advanceTimersByTime(20);
    expect(sent.map(({ length }) => length)).toEqual([most, 1]);
  });

  test('of a closed peer are not sent', () => {
    const { sent, batches } = setUp();
    batches.take();
    batches.add(candidate(1));
    batches.close();
    batches.add(candidate(2));
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });
});
