import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attachDemoChat } from './chat.ts';
import { DEMO_LIMITS, type DemoAck } from './messages.ts';

let server: Server;
let port: number;
let nowMs: number;
let people: Person[];

interface Person {
  readonly socket: Socket;
  list: readonly string[];
  readonly log: { kind: string; from: string; text: string }[];
  ask(event: string, payload: unknown): Promise<DemoAck>;
}

beforeEach(async () => {
  const http = createServer();
  server = new Server(http, { transports: ['websocket'] });
  nowMs = 0;
  people = [];
  attachDemoChat(server.of('/demo-chat'), () => nowMs);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  port = (http.address() as AddressInfo).port;
});

afterEach(async () => {
  for (const person of people) person.socket.disconnect();
  await server.close();
});

async function arrive(): Promise<Person> {
  const socket = io(`http://127.0.0.1:${port}/demo-chat`, { transports: ['websocket'], forceNew: true });
  const person: Person = {
    socket,
    list: [],
    log: [],
    ask: (event, payload) => socket.timeout(5_000).emitWithAck(event, payload),
  };
  socket.on('chat:people', (names: readonly string[]) => (person.list = names));
  socket.on('chat:message', (message: Person['log'][number]) => person.log.push(message));
  people.push(person);
  await once(socket as unknown as NodeJS.EventEmitter, 'connect');
  return person;
}

async function joined(name: string, room = 'tea'): Promise<Person> {
  const person = await arrive();
  expect(await person.ask('chat:join', { name, room })).toMatchObject({ ok: true });
  return person;
}

test('people in a room read each other and see who is there', async () => {
  const ada = await joined('Ada');
  const bob = await joined('Bob');
  await bob.ask('chat:say', { text: ' hello ' });
  await vi.waitFor(() => {
    expect(ada.list).toEqual(['Ada', 'Bob']);
    expect(bob.list).toEqual(['Ada', 'Bob']);
    expect(ada.log.at(-1)).toEqual({ kind: 'said', from: 'Bob', text: 'hello' });
    expect(bob.log.at(-1)).toEqual({ kind: 'said', from: 'Bob', text: 'hello' });
  });
});

test('another room hears nothing', async () => {
  const ada = await joined('Ada');
  const eve = await joined('Eve', 'milk');
  await ada.ask('chat:say', { text: 'hello' });
  await eve.ask('chat:say', { text: 'alone?' });
  await vi.waitFor(() => expect(eve.log.map(({ text }) => text)).toEqual(['', 'alone?']));
  expect(eve.list).toEqual(['Eve']);
});

test('all spellings of a room are one, and two people may have one name', async () => {
  const one = await arrive();
  const other = await arrive();
  expect(await one.ask('chat:join', { name: 'Ada', room: ' Caf\u00e9  Noir' })).toEqual({
    ok: true,
    room: 'caf\u00e9 noir',
  });
  expect(await other.ask('chat:join', { name: 'Ada', room: 'CAFE\u0301 NOIR' })).toMatchObject({
    room: 'caf\u00e9 noir',
  });
  await vi.waitFor(() => expect(one.list).toEqual(['Ada', 'Ada']));
});

test('a lost connection and a switch of room take a person off the list', async () => {
  const ada = await joined('Ada');
  const bob = await joined('Bob');
  const eve = await joined('Eve');
  bob.socket.disconnect();
  await eve.ask('chat:join', { name: 'Eve', room: 'milk' });
  await vi.waitFor(() => {
    expect(ada.list).toEqual(['Ada']);
    expect(eve.list).toEqual(['Eve']);
    expect(ada.log.filter(({ kind }) => kind === 'left').map(({ from }) => from)).toEqual(
      expect.arrayContaining(['Bob', 'Eve']),
    );
  });
});

test('joining again under the same name is no news', async () => {
  const ada = await joined('Ada');
  await ada.ask('chat:join', { name: 'Ada', room: 'TEA' });
  await ada.ask('chat:say', { text: 'here' });
  await vi.waitFor(() => expect(ada.log.map(({ kind }) => kind)).toEqual(['came', 'said']));
});

describe('bad input is answered with a code, and harms nobody:', () => {
  test.each([
    ['chat:join', undefined],
    ['chat:join', null],
    ['chat:join', { name: 'Ada' }],
    ['chat:join', { name: '\u202e ', room: 'tea' }],
    ['chat:join', { name: 'Ada', room: ['tea'] }],
    ['chat:join', { name: 'x'.repeat(5_000), room: 'tea' }],
    ['chat:say', { text: ' ' }],
    ['chat:say', { text: 'x'.repeat(DEMO_LIMITS.textCharacters + 1) }],
    ['chat:say', 'hello'],
  ])('%s %o', async (event, payload) => {
    const ada = await joined('Ada');
    expect(await ada.ask(event, payload)).toEqual({ ok: false, code: 'malformed' });
    expect(await ada.ask('chat:say', { text: 'still here' })).toEqual({ ok: true });
  });

  test('an event without an ack, or with something else in its place', async () => {
    const ada = await joined('Ada');
    ada.socket.emit('chat:say', { text: 'one' });
    ada.socket.emit('chat:say', { text: 'two' }, 'not a function');
    ada.socket.emit('chat:say');
    await vi.waitFor(() => expect(ada.log.map(({ text }) => text)).toEqual(['', 'one', 'two']));
  });

  test('talking without a room', async () => {
    const ada = await arrive();
    expect(await ada.ask('chat:say', { text: 'hello' })).toEqual({ ok: false, code: 'not-in-a-room' });
  });
});

test('a flood is stopped, and a pause lifts that', async () => {
  const ada = await joined('Ada');
  const say = () => ada.ask('chat:say', { text: 'x' });
  const replies = [];
  for (let count = 0; count < DEMO_LIMITS.messagesBurst; count++) replies.push(await say());
  expect(replies.at(-2)).toEqual({ ok: true });
  expect(replies.at(-1)).toEqual({ ok: false, code: 'too-fast' });
  nowMs += 1_000;
  expect(await say()).toEqual({ ok: true });
});

test('a full room takes nobody more', async () => {
  const everybody = await Promise.all(
    Array.from({ length: DEMO_LIMITS.peoplePerRoom }, (_, index) => joined(`P${index}`)),
  );
  const late = await arrive();
  expect(await late.ask('chat:join', { name: 'Late', room: 'tea' })).toEqual({
    ok: false,
    code: 'room-full',
  });
  everybody[0]?.socket.disconnect();
  await vi.waitFor(() => expect(everybody[1]?.list).toHaveLength(DEMO_LIMITS.peoplePerRoom - 1));
  expect(await late.ask('chat:join', { name: 'Late', room: 'tea' })).toMatchObject({ ok: true });
});
