import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { COMMANDS, ConversationId, LIMITS, Name, randomId } from '../lib/protocol/index.ts';
import { connectClient, type TestClient } from './testing/client.ts';
import { startServer, type TestServer } from './testing/server.ts';

let server: TestServer;
let bad: TestClient;
let other: TestClient;
const tea = v.parse(ConversationId, `c1.${'t'.repeat(43)}`);
const enter = (client: TestClient, name: string) =>
  client.send('conversation:enter', { conversation: tea, name: v.parse(Name, name) });

beforeEach(async () => {
  server = await startServer();
  [bad, other] = [await connectClient(server.url), await connectClient(server.url)];
});
afterEach(async () => {
  bad.close();
  other.close();
  await server.close();
});

/** Both connections still work, and it was nothing that the server calls its own fault. */
async function expectNobodyHarmed(): Promise<void> {
  expect(await enter(other, 'Other')).toMatchObject({ ok: true });
  expect(await enter(bad, 'Bad')).toMatchObject({ ok: true });
  expect([bad.socket.connected, other.socket.connected]).toEqual([true, true]);
  expect(server.logLines.filter((line) => line.includes('handler failed'))).toEqual([]);
}

const commandId = randomId();
const deep = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;

describe.each(Object.keys(COMMANDS))('%s', (name) => {
  test.each<[string, unknown[]]>([
    ['nothing', []],
    ['null', [null]],
    ['a number', [7]],
    ['a string', ['{}']],
    ['a list', [[]]],
    ['an empty object', [{}]],
    ['a command id alone', [{ commandId }]],
    ['a command id of the wrong form', [{ commandId: 'x' }]],
    ['bytes', [new Uint8Array([1, 2, 3])]],
    ['bytes inside', [{ commandId, callId: new Uint8Array(16), conversation: new Uint8Array(3) }]],
    ['something nested deep', [{ commandId, offers: deep(900), batch: deep(500), name: deep(9) }]],
    ['the names that objects inherit', [JSON.parse('{"__proto__":{"ok":1},"constructor":1}')]],
  ])('with %s is malformed', async (_case, args) => {
    expect(await bad.sendRaw(name, ...args)).toEqual({ ok: false, code: 'malformed' });
    await expectNobodyHarmed();
  });
});

test('a message without an ack to answer to is survived', async () => {
  for (const name of [...Object.keys(COMMANDS), 'session:prove', 'no-such:thing']) {
    bad.socket.emit(name, { commandId });
    bad.socket.emit(name);
  }
  expect(await bad.sendRaw('no-such:thing')).toMatchObject({ ok: false });
  await expectNobodyHarmed();
});

test.each(['no-such:thing', 'call:ring', 'constructor', '__proto__', 'toString', 'error', ''])(
  'the event "%s" is unknown',
  async (name) => {
    expect(await bad.sendRaw(name, { commandId })).toEqual({ ok: false, code: 'unknown-event' });
    await expectNobodyHarmed();
  },
);

test('a field that is not known yet is ignored', async () => {
  const command = { commandId, conversation: tea, name: 'Ada', mood: 'sunny' };
  expect(await bad.sendRaw('conversation:enter', command)).toMatchObject({ ok: true });
});

test('a message over the limit is too large, and the connection lives', async () => {
  const filler = 'x'.repeat(LIMITS.messageBytes);
  const command = { commandId, conversation: tea, name: 'Ada', filler };
  expect(await bad.sendRaw('conversation:enter', command)).toEqual({ ok: false, code: 'too-large' });
  await expectNobodyHarmed();
});

test('a message over the transport’s limit costs the sender its connection, and nobody else', async () => {
  bad.socket.emit('conversation:enter', { filler: 'x'.repeat(LIMITS.transportBytes) });
  await bad.closed();
  expect(await enter(other, 'Other')).toMatchObject({ ok: true });
});

test('a message nested deeper than the stack is survived', async () => {
  const depth = LIMITS.transportBytes / 2 - 100;
  const engine = bad.socket.io.engine;
  const answered = new Promise<string>((resolve) => {
    engine.on(
      'packet',
      ({ type, data }) => type === 'message' && String(data).startsWith('3') && resolve(data),
    );
  });
  // Past the client's own encoder, which the depth would break: an event (2) that asks for ack 77.
  engine.write(`277["call:claim",${'['.repeat(depth)}${']'.repeat(depth)}]`);
  expect(await answered).toBe('377[{"ok":false,"code":"too-large"}]');
  await expectNobodyHarmed();
});

test('what is no socket.io packet costs the sender its connection, and nobody else', async () => {
  bad.socket.io.engine.write('2["disconnect"]');
  await bad.closed();
  expect(await enter(other, 'Other')).toMatchObject({ ok: true });
});

test('commands of calls that do not exist, in any order, are answered with a code', async () => {
  const callId = randomId();
  const codes: unknown[] = [];
  for (const [name, body] of [
    ['call:accept', { incarnation: randomId(), offers: [offer(callId)] }],
    ['call:release', { reason: 'failed' }],
    ['call:claim', {}],
    ['call:refuse', { reason: 'refused' }],
    ['call:renew', {}],
    ['peer:offer', { description: offer(callId) }],
    ['peer:restart-wanted', { header: offer(callId) }],
    ['call:end', { reason: 'hung-up' }],
  ] as const) {
    codes.push([name, await bad.sendRaw(name, { commandId: randomId(), callId, ...body })]);
  }
  const unknown = { ok: false, code: 'call-unknown' };
  expect(codes).toEqual([
    ['call:accept', unknown],
    ['call:release', unknown],
    ['call:claim', unknown],
    ['call:refuse', unknown],
    ['call:renew', unknown],
    ['peer:offer', unknown],
    ['peer:restart-wanted', unknown],
    ['call:end', { ok: true }],
  ]);
  await expectNobodyHarmed();
});

test('a flood is slowed down, for the one who makes it only', async () => {
  const acks = await Promise.all(Array.from({ length: LIMITS.commandsBurst + 1 }, () => enter(bad, 'Bad')));
  expect(acks.at(-1)).toEqual({
    ok: false,
    code: 'rate-limited',
    retryAfterMs: 1000 / LIMITS.commandsPerSecond,
  });
  expect(await enter(other, 'Other')).toMatchObject({ ok: true });
  server.clock.advance(1000);
  await expectNobodyHarmed();
});

test('an installation that acknowledges nothing is given up on when its mailbox is full', async () => {
  await enter(bad, 'Bad');
  await enter(other, 'Other');
  bad.acknowledging = false;
  // a ring and its end are two letters
  for (let count = 0; count <= LIMITS.mailbox / 2; count++) {
    const callId = randomId();
    await other.sendRaw('call:invite', {
      commandId: randomId(),
      callId,
      conversation: tea,
      kind: 'room',
      memberLimit: 2,
      ringForMs: 1000,
      incarnation: randomId(),
    });
    await other.sendRaw('call:end', { commandId: randomId(), callId, reason: 'cancelled' });
    server.clock.advance(60_000 / LIMITS.invitesPerMinute);
  }
  await bad.closed();
  const { roster } = await other.next('roster:changed', (data) => data.roster.length === 1);
  expect(roster).toMatchObject([{ name: 'Other' }]);
});

function offer(callId: string) {
  return {
    v: 1,
    callId,
    from: randomId(),
    to: randomId(),
    incarnations: { from: randomId(), to: randomId() },
    negotiation: 0,
    type: 'offer',
    sdp: 'v=0',
    candidates: [],
  };
}
