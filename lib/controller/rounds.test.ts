import { expect, test } from 'vitest';
import { batch, theirs } from '../call/testing.ts';
import type { PeerHeader } from '../protocol/index.ts';
import { createRounds } from './rounds.ts';

const first: PeerHeader = batch;
const second: PeerHeader = { ...first, negotiation: 1 };

test('what waits of an earlier round is dropped when a later one begins', () => {
  const rounds = createRounds();
  const offer = rounds.message(first);
  const candidates = rounds.message(first);
  expect(offer.aborted).toBe(false);
  const later = rounds.message(second);
  expect([offer.aborted, candidates.aborted, later.aborted]).toEqual([true, true, false]);
});

test('a straggler of an earlier round drops nothing of the later one', () => {
  const rounds = createRounds();
  const later = rounds.message(second);
  rounds.message(first);
  expect(later.aborted).toBe(false);
});

test('an offer that waited for the server, and what belongs to it, is dropped when the server is back; an answer is not', () => {
  const rounds = createRounds();
  const offered = [rounds.offer(first), rounds.message(first)];
  rounds.serverIsBack();
  expect(offered.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(rounds.offer(first).aborted).toBe(false);
  const answer = rounds.message(second);
  rounds.serverIsBack();
  expect(answer.aborted).toBe(false);
});

test('another life of a media host begins anew', () => {
  const rounds = createRounds();
  const earlier = rounds.message(second);
  const later = rounds.message({ ...first, incarnations: { from: theirs, to: theirs } });
  expect([earlier.aborted, later.aborted]).toEqual([true, false]);
});

test('of several wishes for the next round the last one waits, until that round begins', () => {
  const rounds = createRounds();
  const answer = rounds.message(first);
  const wishes = [rounds.wish(first), rounds.wish(first)];
  expect([answer, ...wishes].map(({ aborted }) => aborted)).toEqual([false, true, false]);
  rounds.message(second);
  expect(wishes[1]?.aborted).toBe(true);
});
