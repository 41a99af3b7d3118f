import { expect, test } from 'vitest';
import { LIMITS, type AnyServerEvent } from '../../lib/protocol/index.ts';
import { call, conversation, who } from '../testing/registry-world.ts';
import { Mailbox } from './mailbox.ts';

const ended = (name: string): AnyServerEvent => ({
  name: 'call:ended',
  data: { callId: call(name), reason: 'gone' },
});

test('keeps what is not acknowledged, in order', () => {
  const mailbox = new Mailbox();
  const ids = ['a', 'b', 'c'].map((name) => mailbox.put(ended(name), 0));
  mailbox.acknowledged(ids[1] ?? -1);
  expect(mailbox.waiting(0).map((letter) => letter.event)).toEqual([ended('a'), ended('c')]);
});

test('knows whose end is still to be told', () => {
  const mailbox = new Mailbox();
  const told = mailbox.put(ended('a'), 0);
  mailbox.put(ended('b'), 0);
  mailbox.acknowledged(told ?? -1);
  expect(mailbox.endedCalls()).toEqual([call('b')]);
});

test('a ring that waited says how long it still rings', () => {
  const mailbox = new Mailbox();
  const ring = {
    callId: call('a'),
    conversation: conversation('tea'),
    kind: 'room',
    from: who('ada'),
  } as const;
  mailbox.put({ name: 'call:ring', data: { ...ring, ringForMs: 45_000 } }, 1_000);
  mailbox.put(
    { name: 'call:claimed', data: { callId: call('b'), by: who('bob'), claimForMs: 5_000 } },
    1_000,
  );
  expect(mailbox.waiting(11_000).map((letter) => letter.event.data)).toEqual([
    { ...ring, ringForMs: 35_000 },
    { callId: call('b'), by: who('bob'), claimForMs: 0 },
  ]);
});

test('takes no more than the limit', () => {
  const mailbox = new Mailbox();
  for (let count = 0; count < LIMITS.mailbox; count++) expect(mailbox.put(ended('a'), 0)).toBeDefined();
  expect(mailbox.put(ended('a'), 0)).toBeUndefined();
});
