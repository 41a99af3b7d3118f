import type { AnyServerEvent, CallId, CommandBody, ConversationId, Name } from '../protocol/index.ts';
import type { CallCommandName, CallServer, ServerPort, SignalingEvent, SignalingPort, Stay } from './port.ts';

interface Link {
  readonly server: CallServer;
  readonly port: ServerPort;
  /** So many commands are not acknowledged yet: the last word of a call may be all that needs the socket. */
  unsaid: number;
}

/** So many calls are remembered with their servers: the last word of a call is said after it is forgotten elsewhere. */
const REMEMBERED_CALLS = 200;
const UNREACHED = { ok: false, code: 'server-down' } as const;

/**
 * A socket for each call server in use, and to each what concerns it. Which server a call is at is known from where it is
 * wanted, and from who told of it. What is about no server that is known is answered as a server that is down.
 */
export function createServers(connect: (server: CallServer) => ServerPort): SignalingPort {
  const links = new Map<CallServer['url'], Link>();
  const callsAt = new Map<CallId, CallServer['url']>();
  let placesAt: ReadonlyMap<ConversationId, CallServer['url']> = new Map();
  let busy: ReadonlySet<CallServer['url']> = new Set();
  let namesAt: ReadonlyMap<CallServer['url'], ReadonlyMap<ConversationId, Name>> = new Map();
  let listener: Parameters<SignalingPort['onEvent']>[0] = () => {};

  function linkTo(server: CallServer): Link {
    const known = links.get(server.url);
    if (known?.server.accessKey === server.accessKey) return known;
    known?.port.close();
    const link: Link = { server, port: connect(server), unsaid: 0 };
    links.set(server.url, link);
    if (known) listener({ type: 'link', state: 'idle', trouble: null }, server.url);
    link.port.onEvent((event) => {
      if (links.get(server.url) !== link) return undefined;
      const about = callsIn(event);
      // one server has no say in another's calls
      if (
        event.type === 'server' &&
        about.some((callId) => (callsAt.get(callId) ?? server.url) !== server.url)
      )
        return undefined;
      for (const callId of about) if (!callsAt.has(callId)) remember(callId, server.url);
      return listener(event, server.url);
    });
    return link;
  }

  function remember(callId: CallId, url: CallServer['url']): void {
    callsAt.delete(callId);
    callsAt.set(callId, url);
    for (const oldest of callsAt.keys()) {
      if (callsAt.size <= REMEMBERED_CALLS) return;
      callsAt.delete(oldest);
    }
  }

  function want(link: Link): void {
    const { url } = link.server;
    if (links.get(url) === link)
      link.port.want(namesAt.get(url) ?? new Map(), busy.has(url) || link.unsaid > 0);
  }

  function portOf(callId: CallId): ServerPort | undefined {
    return links.get(callsAt.get(callId) ?? '')?.port;
  }

  return {
    want(places, calls, tried) {
      for (const [callId, { url }] of calls) remember(callId, url);
      placesAt = new Map([...places].map(([conversation, { server }]) => [conversation, server.url]));
      const wanted = [...places.values()].map(({ server }) => server);
      const needed = [...calls.values(), ...tried];
      for (const server of [...wanted, ...needed]) linkTo(server);
      busy = new Set(needed.map(({ url }) => url));
      namesAt = new Map([...links.keys()].map((url) => [url, namesOf(places, url)]));
      for (const link of links.values()) want(link);
    },
    async send(name, body, options) {
      const link = links.get(callsAt.get(callOf(body as AnyBody)) ?? '');
      if (!link) return UNREACHED;
      link.unsaid += 1;
      want(link);
      try {
        return await link.port.send(name, body, options);
      } finally {
        link.unsaid -= 1;
        want(link);
      }
    },
    async roster(conversation, options) {
      return links.get(placesAt.get(conversation) ?? '')?.port.roster(conversation, options) ?? UNREACHED;
    },
    probe: (callId) => portOf(callId)?.probe(),
    networkIsBack() {
      for (const { port } of links.values()) port.networkIsBack();
    },
    iceServers: (callId) => portOf(callId)?.iceServers() ?? [],
    onEvent(next) {
      listener = next;
    },
  };
}

function namesOf(
  places: ReadonlyMap<ConversationId, Stay>,
  url: CallServer['url'],
): ReadonlyMap<ConversationId, Name> {
  const here = [...places].filter(([, { server }]) => server.url === url);
  return new Map(here.map(([conversation, { name }]) => [conversation, name]));
}

type AnyBody = { [N in CallCommandName]: CommandBody<N> }[CallCommandName];

/** The call that something on the wire is about. */
function callOf(body: AnyBody | AboutCall['data']): CallId {
  if ('callId' in body) return body.callId;
  if ('description' in body) return body.description.callId;
  return 'batch' in body ? body.batch.callId : body.header.callId;
}

function callsIn(event: SignalingEvent): readonly CallId[] {
  switch (event.type) {
    case 'welcomed':
      return event.calls;
    case 'entered':
      return event.rings.map(({ callId }) => callId);
    case 'server':
      return isAboutCall(event.event) ? [callOf(event.event.data)] : [];
    case 'link':
    case 'entry-refused':
      return [];
  }
}

type AboutCall = Exclude<AnyServerEvent, { name: 'roster:changed' | 'server:goodbye' | 'session:replaced' }>;

function isAboutCall(event: AnyServerEvent): event is AboutCall {
  return !['roster:changed', 'server:goodbye', 'session:replaced'].includes(event.name);
}
