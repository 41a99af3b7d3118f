import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CallId, ConversationId, Name, randomId } from '../protocol/index.ts';
import type { CallServer, ServerPort, SignalingEvent, Stay } from './port.ts';
import { createServers } from './servers.ts';

const HERE: CallServer = { url: 'https://here.example', accessKey: '' };
const THERE: CallServer = { url: 'https://there.example', accessKey: 'key' };
const [TEA, CAKE] = ['t', 'k'].map((letter) => v.parse(ConversationId, `c1.${letter.repeat(43)}`)) as [
  ConversationId,
  ConversationId,
];
const me = v.parse(Name, 'Me');
const newCall = () => v.parse(CallId, randomId());
const WITHIN = { withinMs: 1_000 };
const NO_CALLS: ReadonlyMap<CallId, CallServer> = new Map();
const places = (...stays: [ConversationId, CallServer][]): Map<ConversationId, Stay> =>
  new Map(stays.map(([where, server]) => [where, { name: me, server }]));

/** Servers that note what reaches them, as `what: callId` or what is wanted of them. */
function setUp() {
  const reached = new Map<string, unknown[]>();
  const wanted = new Map<
    string,
    { readonly places: readonly ConversationId[]; readonly keepOpen: boolean }
  >();
  const closed: CallServer[] = [];
  const tells = new Map<CallServer, (event: SignalingEvent) => void>();
  const dialled: CallServer[] = [];
  /** What the next commands wait for. */
  const answers: Promise<void>[] = [];
  const servers = createServers((server) => {
    dialled.push(server);
    const note = (what: unknown) => reached.set(server.url, [...(reached.get(server.url) ?? []), what]);
    return {
      want: (all, keepOpen) => void wanted.set(server.url, { places: [...all.keys()], keepOpen }),
      async send(name: string) {
        note(name);
        await answers.shift();
        return { ok: true };
      },
      async roster(conversation: ConversationId) {
        note(conversation);
        return { ok: true, roster: [] };
      },
      probe: () => note('probe'),
      networkIsBack: () => note('network'),
      iceServers: () => [{ urls: [`stun:${new URL(server.url).host}`] }],
      onEvent: (listener) => void tells.set(server, listener),
      close: () => void closed.push(server),
    } as ServerPort;
  });
  const heard: [SignalingEvent['type'], string][] = [];
  servers.onEvent((event, server) => void heard.push([event.type, server]));
  return {
    ...{ servers, reached, wanted, closed, dialled, heard, answers },
    tell: (server: CallServer, event: SignalingEvent) => tells.get(server)?.(event),
  };
}

const ended = (callId: CallId): SignalingEvent => ({
  type: 'server',
  event: { name: 'call:ended', data: { callId, reason: 'hung-up' } },
});

test('each place is wanted of its own server, and no other is dialled', () => {
  const { servers, wanted, dialled } = setUp();
  servers.want(places([TEA, HERE], [CAKE, THERE]), NO_CALLS, []);
  expect(dialled).toEqual([HERE, THERE]);
  expect(Object.fromEntries(wanted)).toEqual({
    [HERE.url]: { places: [TEA], keepOpen: false },
    [THERE.url]: { places: [CAKE], keepOpen: false },
  });
});

test('a call keeps its own server open, also without a place, and what is said of it goes there', async () => {
  const { servers, wanted, reached } = setUp();
  const callId = newCall();
  servers.want(places([TEA, HERE]), new Map([[callId, THERE]]), []);
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: true });
  expect(wanted.get(HERE.url)).toEqual({ places: [TEA], keepOpen: false });
  await servers.send('call:claim', { callId }, WITHIN);
  servers.probe(callId);
  expect(Object.fromEntries(reached)).toEqual({ [THERE.url]: ['call:claim', 'probe'] });
  expect(servers.iceServers(callId)).toEqual([{ urls: ['stun:there.example'] }]);
});

test('a server that somebody tries is dialled, and let go when they are done', () => {
  const { servers, wanted } = setUp();
  servers.want(places([TEA, HERE]), NO_CALLS, [THERE]);
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: true });
  servers.want(places([TEA, HERE]), NO_CALLS, []);
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: false });
});

test('the last word of a call that is over still finds its server', async () => {
  const { servers, reached } = setUp();
  const callId = newCall();
  servers.want(places([TEA, HERE], [CAKE, THERE]), new Map([[callId, THERE]]), []);
  servers.want(places([TEA, HERE], [CAKE, THERE]), NO_CALLS, []);
  await servers.send('call:end', { callId, reason: 'hung-up' }, WITHIN);
  expect(reached.get(THERE.url)).toEqual(['call:end']);
  expect(reached.has(HERE.url)).toBe(false);
});

test('the last word keeps its server open until it is said, also where nothing else needs it', async () => {
  const { servers, wanted, answers } = setUp();
  const callId = newCall();
  servers.want(new Map(), new Map([[callId, THERE]]), []);
  servers.want(new Map(), NO_CALLS, []);
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: false });
  const answer = Promise.withResolvers<void>();
  answers.push(answer.promise);
  const said = servers.send('call:end', { callId, reason: 'hung-up' }, WITHIN);
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: true });
  servers.want(new Map(), NO_CALLS, []);
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: true });
  answer.resolve();
  await said;
  expect(wanted.get(THERE.url)).toEqual({ places: [], keepOpen: false });
});

test('a call that a server tells of first is at that server', async () => {
  const { servers, reached, tell } = setUp();
  servers.want(places([TEA, HERE], [CAKE, THERE]), NO_CALLS, []);
  const callId = newCall();
  tell(THERE, { type: 'welcomed', calls: [callId], iceServers: [] });
  await servers.send('call:end', { callId, reason: 'hung-up' }, WITHIN);
  expect(reached.get(THERE.url)).toEqual(['call:end']);
});

test("one server has no say in another's calls", () => {
  const { servers, heard, tell } = setUp();
  const callId = newCall();
  servers.want(places([TEA, HERE], [CAKE, THERE]), new Map([[callId, HERE]]), []);
  tell(THERE, ended(callId));
  expect(heard).toEqual([]);
  tell(HERE, ended(callId));
  expect(heard).toEqual([['server', HERE.url]]);
});

test('of what is at no server the answer is that the server is down', async () => {
  const { servers } = setUp();
  expect(await servers.send('call:claim', { callId: newCall() }, WITHIN)).toEqual({
    ok: false,
    code: 'server-down',
  });
  expect(await servers.roster(TEA, WITHIN)).toEqual({ ok: false, code: 'server-down' });
});

test('with another access key a server is dialled anew, and what the old socket says is heard no more', () => {
  const { servers, closed, dialled, heard, tell } = setUp();
  servers.want(places([TEA, HERE]), NO_CALLS, []);
  const changed = { ...HERE, accessKey: 'sesame' };
  servers.want(places([TEA, changed]), NO_CALLS, []);
  expect([closed, dialled]).toEqual([[HERE], [HERE, changed]]);
  expect(heard).toEqual([['link', HERE.url]]);
  tell(HERE, { type: 'link', state: 'down', trouble: 'server-down' });
  expect(heard).toHaveLength(1);
  tell(changed, { type: 'link', state: 'connected', trouble: null });
  expect(heard).toHaveLength(2);
});

test('news of the network reach every server', () => {
  const { servers, reached } = setUp();
  servers.want(places([TEA, HERE], [CAKE, THERE]), NO_CALLS, []);
  servers.networkIsBack();
  expect([...reached.values()]).toEqual([['network'], ['network']]);
});
